using CsCheck;

// An enclosing namespace of the tests', so that these are found before CsCheck's own.
namespace Friending;

/// <summary>A twentieth of the cases that a property is tried with: it is tried again for each mutant, and a fault that only a
/// thousand cases find counts as not found.</summary>
internal static class FewerCases
{
    internal static void Sample<T>(this Gen<T> values, Action<T> check, long iter) => Check.Sample(values, check, iter: Few(iter));

    internal static void Sample<T1, T2>(this Gen<(T1, T2)> values, Action<T1, T2> check, long iter) =>
        Check.Sample(values, check, iter: Few(iter));

    internal static void Sample<T1, T2, T3>(this Gen<(T1, T2, T3)> values, Action<T1, T2, T3> check, long iter) =>
        Check.Sample(values, check, iter: Few(iter));

    internal static void Sample<T1, T2, T3>(this Gen<(T1, T2, T3)> values, Func<T1, T2, T3, bool> check, long iter) =>
        Check.Sample(values, check, iter: Few(iter));

    private static long Few(long cases) => long.Max(cases / 20, 20);
}
