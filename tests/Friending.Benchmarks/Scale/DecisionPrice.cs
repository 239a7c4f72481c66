using System.Globalization;

namespace Friending.Benchmarks;

/// <summary>
/// What a million decisions cost in Azure, by item: <c>-- price</c>. Unit prices in US dollars without free grants, each from the
/// dated source that <c>docs/scale.md</c> names; a region or contract of one's own has others.
/// </summary>
internal static class DecisionPrice
{
    private const double Decisions = 1_000_000;
    // Flex Consumption bills the memory of the instance (infra-bicep: 2 GB) for as long as it works; 50 ms a decision is an assumption.
    private const double GigabyteSeconds = Decisions * 2 * 0.05;
    private const double GigabytesKept = Decisions * 4_000 / 1e9;

    private static readonly Item[] s_overHttp =
    [
        new("function executions", Decisions, 1_000_000, 0.40),
        new("execution time, GB-s", GigabyteSeconds, 1, 0.000026),
        new("table transactions: write, read for the relay, delete", 3 * Decisions, 10_000, 0.00036),
        new("queue operations: put, get, delete of the event", 3 * Decisions, 10_000, 0.004),
    ];

    private static readonly Item[] s_besides =
    [
        new("in a message: put, get, delete of it", 3 * Decisions, 10_000, 0.004),
        new("under an idempotency key: claim of it", Decisions, 10_000, 0.00036),
        new("each month that the rows are kept, GB", GigabytesKept, 1, 0.045),
    ];

    /// <summary>Prints the items, their sum, and what may come on top.</summary>
    internal static void Print(TextWriter console)
    {
        foreach (var item in s_overHttp)
            Print(console, item.What, item.Count, item.Price);
        Print(console, "a million decisions over HTTP", null, s_overHttp.Sum(i => i.Price));
        foreach (var item in s_besides)
            Print(console, item.What, item.Count, item.Price);
    }

    private static void Print(TextWriter console, string what, double? count, double price) =>
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-55} {count,12:N0} {price,8:$0.00}"));

    private sealed record Item(string What, double Count, double Per, double UnitPrice)
    {
        internal double Price => Count / Per * UnitPrice;
    }
}
