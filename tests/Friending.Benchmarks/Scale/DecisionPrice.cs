using System.Globalization;
using Friending.Service;
using NCrontab;

namespace Friending.Benchmarks;

/// <summary>
/// What a million decisions cost in Azure, and what a month costs without any, by item: <c>-- price</c>. Unit prices in US dollars
/// without free grants, each from the dated source that <c>docs/scale.md</c> names; a region or contract of one's own has others.
/// </summary>
internal static class DecisionPrice
{
    private const double Decisions = 1_000_000;
    // Flex Consumption bills the memory of an instance for as long as it works, each time for at least a second; infra-bicep: 2 GB.
    private const double SecondsOfExecution = 1.0;
    private const double GigabyteSecondsOfExecution = 2 * SecondsOfExecution;
    private const double ExecutionPrice = 0.40;
    private const double GigabyteSecondPrice = 0.000026;
    private const double TablePrice = 0.00036;
    private const double QueuePrice = 0.004;
    private const double LogPrice = 2.30;
    private const double Days = 30;
    private const double SecondsOfMonth = Days * 24 * 3600;

    // The decision with its outbox row in one transaction; the row of its person, twice; the relay's query, the feed's head, mark and
    // append, the subscriptions, and the end of the outbox row.
    private const double TableTransactionsOfDecision = 9;
    private const double Shards = 16;

    private static readonly Item[] s_overHttp =
    [
        new("function executions", Decisions, 1_000_000, ExecutionPrice),
        new("execution time, GB-s, each execution for itself", Decisions * GigabyteSecondsOfExecution, 1, GigabyteSecondPrice),
        new("table transactions", TableTransactionsOfDecision * Decisions, 10_000, TablePrice),
        new("queue operations: put, get, delete of the event", 3 * Decisions, 10_000, QueuePrice),
    ];

    private static readonly Item[] s_besides =
    [
        new("in a message: put, get, delete of it", 3 * Decisions, 10_000, QueuePrice),
        new("under an idempotency key: claim of it, its day", 2 * Decisions, 10_000, TablePrice),
        new("a subscription: its row, note and end for each event", 4 * Decisions, 10_000, TablePrice),
        new("each month that the rows are kept, GB", Decisions * 4_500 / 1e9, 1, 0.045),
    ];

    private static Item[] Floor()
    {
        var runs = ScheduledTasks.All.Sum(t => RunsADay(t.Schedule)) * Days;
        var sweeps = ScheduledTasks.All.Where(t => t.Name.StartsWith("Relay", StringComparison.Ordinal))
            .Sum(t => RunsADay(t.Schedule)) * Days;
        return
        [
            new("executions of timers", runs, 1_000_000, ExecutionPrice),
            new("their execution time, GB-s", runs * GigabyteSecondsOfExecution, 1, GigabyteSecondPrice),
            new("table transactions of outbox sweeps that find nothing", sweeps * Shards, 10_000, TablePrice),
        ];
    }

    /// <summary>Prints the items, their sums, what may come on top, and what months of some sizes cost.</summary>
    /// <param name="console">Where they go.</param>
    /// <param name="telemetry">What the worker exports.</param>
    internal static void Print(TextWriter console, TelemetryVolume telemetry)
    {
        Print(console, s_overHttp, "a million decisions over HTTP");
        foreach (var item in s_besides)
            Print(console, item.What, item.Count, item.Price);
        console.WriteLine();
        Print(console, Floor(), "a month without a decision");
        console.WriteLine();
        Print(console, "telemetry of a decision by OTLP, bytes", telemetry.BytesOfDecision);
        Print(console, "metrics of an instance and minute by OTLP, bytes", telemetry.BytesOfMetrics);
        Print(console, "submissions a second through one worker here", telemetry.DecisionsPerSecond);
        foreach (var perDay in (double[])[10, 10_000, 86_400_000])
        {
            console.WriteLine();
            var sum = string.Create(CultureInfo.InvariantCulture, $"a month at {perDay:N0} decisions a day");
            Print(console, Month(perDay, telemetry), sum);
        }
    }

    // Few decisions are executions each for itself. Many overlap: then instances are billed for as long as they run, as many as it takes.
    private static Item[] Month(double perDay, TelemetryVolume telemetry)
    {
        var decisions = perDay * Days;
        var perSecond = decisions / SecondsOfMonth;
        var instances = Math.Ceiling(perSecond / telemetry.DecisionsPerSecond);
        // One each minute of an instance that runs; an instance that runs for one decision is taken to send one.
        var exports = Math.Min(decisions, instances * SecondsOfMonth / 60);
        var billed = Math.Min(decisions * GigabyteSecondsOfExecution, instances * 2 * SecondsOfMonth);
        return
        [
            .. Floor(),
            new("executions of decisions", decisions, 1_000_000, ExecutionPrice),
            new("their execution time, GB-s", billed, 1, GigabyteSecondPrice),
            new("table transactions of decisions", TableTransactionsOfDecision * decisions, 10_000, TablePrice),
            new("queue operations of decisions", 3 * decisions, 10_000, QueuePrice),
            new("telemetry of decisions, GB", decisions * telemetry.BytesOfDecision / 1e9, 1, LogPrice),
            new("metrics of instances, GB", exports * telemetry.BytesOfMetrics / 1e9, 1, LogPrice),
        ];
    }

    // A day's second before it begins, since what is asked for is after that.
    private static double RunsADay(string schedule) => CrontabSchedule.Parse(schedule, new() { IncludingSeconds = true })
        .GetNextOccurrences(new DateTime(2026, 11, 1).AddSeconds(-1), new(2026, 11, 2)).Count();

    private static void Print(TextWriter console, IReadOnlyList<Item> items, string sum)
    {
        foreach (var item in items)
            Print(console, item.What, item.Count, item.Price);
        Print(console, sum, null, items.Sum(i => i.Price));
    }

    private static void Print(TextWriter console, string what, double count) =>
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-55} {count,12:N0}"));

    private static void Print(TextWriter console, string what, double? count, double price) =>
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-55} {count,12:N0} {price,8:$0.00}"));

    private sealed record Item(string What, double Count, double Per, double UnitPrice)
    {
        internal double Price => Count / Per * UnitPrice;
    }
}
