using CsCheck;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>The chance in one case: the same for the same seed and case number, whatever other cases do.</summary>
internal sealed class Dice(ulong seed, int number)
{
    private readonly PCG _random = new((uint)number, seed);

    /// <summary>A number from 0 to one less than <paramref name="count"/>.</summary>
    internal int Below(int count) => (int)_random.Next((uint)count);

    /// <summary>True so many times in a hundred.</summary>
    internal bool Percent(int chance) => Below(100) < chance;

    internal T Pick<T>(IReadOnlyList<T> of) => of[Below(of.Count)];

    /// <summary>One of the choices, each as often as its weight says.</summary>
    internal T PickWeighted<T>(IReadOnlyList<(T Choice, int Weight)> of)
    {
        var at = Below(of.Sum(o => o.Weight));
        foreach (var (choice, weight) in of)
            if ((at -= weight) < 0)
                return choice;
        throw new InvalidOperationException("The weights are all zero.");
    }

    internal byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count; at++)
            bytes[at] = (byte)Below(256);
        return bytes;
    }
}
