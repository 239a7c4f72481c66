using System.Globalization;
using System.Text.RegularExpressions;
using Friending.Service;
using NCrontab;

namespace Friending.Infrastructure.Tests;

/// <summary>docs/deploy.md says what the service costs while nobody asks, by what the code and the template have.</summary>
[Collection("docs/deploy.md")]
public partial class CostTests(CompiledTemplate template)
{
    private const double SecondsAMonth = 30 * 86_400;
    private const double InstanceGB = 2;

    // Prices: docs/deploy.md and docs/scale.md name them and where they come from.
    private const double ExecutionGBSecond = 0.000026;
    private const double Execution = 0.40 / 1_000_000;
    private const double WarmGBSecond = 0.000004;
    private const double TableTransaction = 0.00036 / 10_000;

    [Fact]
    public void The_floor_at_rest_is_that_of_the_timers_and_of_the_template()
    {
        var guide = Recorded.Read("docs", "deploy.md");
        var table = $"<!-- floor -->\n{FloorTable()}\n<!-- /floor -->";
        // Not as a pattern, in which $ has a meaning.
        var expected = Table().Replace(guide, _ => table);
        if (Environment.GetEnvironmentVariable("FRIENDING_RENEW_SNAPSHOTS") == "1")
            File.WriteAllText(Path.Combine(Bicep.Folder, "..", "docs", "deploy.md"), expected);

        Assert.Matches(Table(), guide);
        Assert.True(expected == Recorded.Read("docs", "deploy.md"),
            "The floor in docs/deploy.md is out of date. Run the tests once with FRIENDING_RENEW_SNAPSHOTS=1 and commit it.");
    }

    // Host and worker together needed 532 MB after a load; the host process alone 211 MB.
    [Fact]
    public void No_instance_is_offered_that_host_and_worker_do_not_fit_in()
    {
        var sizes = template.Template["parameters"]!["instanceMemoryMB"]!["allowedValues"]!.AsArray().Select(v => v!.GetValue<int>());

        Assert.All(sizes, size => Assert.True(size > 2 * 532, $"{size} MB"));
        Assert.All(CompiledTemplate.Environments, e => Assert.Equal(InstanceGB * 1024, template.In(e, "Microsoft.Web/sites").Single()
            .Body["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!["instanceMemoryMB"]!.GetValue<double>()));
    }

    private string FloorTable()
    {
        var executions = ScheduledTasks.All.Sum(t => Executions(t.Schedule));
        var warm = InstanceGB * SecondsAMonth * WarmGBSecond;
        var timers = executions * (InstanceGB * ExecutionGBSecond + Execution);
        // A sweep of the outbox asks each of 16 shards, and the measurements ask a handful of rows.
        const double Transactions = 25 * SecondsAMonth / 60;
        (string What, double Dev, double Prod)[] rows =
        [
            (FormattableString.Invariant($"{ScheduledTasks.All.Count} timers, {executions:N0} executions of a second"), timers, timers),
            (FormattableString.Invariant($"table transactions of those timers, about {Transactions:N0}"), Transactions * TableTransaction,
                Transactions * TableTransaction),
            ("warm instances for calls", Warm("dev") * warm, Warm("prod") * warm),
            (FormattableString.Invariant(
                $"zone redundancy: two warm instances for the queue and for each of {ScheduledTasks.All.Count} timers besides"),
                Zones("dev") * warm, Zones("prod") * warm),
            ("private endpoints and their zones", Endpoints("dev") * (0.01 * 720 + 0.5), Endpoints("prod") * (0.01 * 720 + 0.5)),
            ("alert rules", Rules("dev"), Rules("prod")),
            ("asking from three places every quarter of an hour", Questions("dev"), Questions("prod")),
            ("logs and metrics, about half a GB", 0.5 * 2.30, 0.5 * 2.30),
        ];
        return string.Join("\n",
        [
            "| at rest, with nobody asking | dev | prod |",
            "|---|---:|---:|",
            .. rows.Select(r => $"| {r.What} | {Money(r.Dev)} | {Money(r.Prod)} |"),
            $"| **floor** | **{Money(rows.Sum(r => r.Dev))}** | **{Money(rows.Sum(r => r.Prod))}** |",
        ]);

        double Warm(string environment) => template.In(environment, "Microsoft.Web/sites").Single()
            .Body["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!["alwaysReady"]!.AsArray()
            .Sum(a => a!["instanceCount"]!.GetValue<int>());
        double Zones(string environment) =>
            template.In(environment, "Microsoft.Web/serverfarms").Single()["properties.zoneRedundant"] == "true"
                ? 2 * (1 + ScheduledTasks.All.Count) : 0;
        double Endpoints(string environment) => template.In(environment).Count(r => r.Type == "Microsoft.Network/privateEndpoints");
        double Rules(string environment) =>
            template.In(environment, "Microsoft.Insights/scheduledQueryRules")
                .Sum(r => r["properties.evaluationFrequency"] == "\"PT5M\"" ? 1.50 : 0.50);
        double Questions(string environment) =>
            template.In(environment).Count(r => r.Type == "Microsoft.Insights/webtests") * 3 * 4 * 720 * 0.0005;
    }

    private static string Money(double dollars) => dollars == 0 ? "none" : dollars.ToString("$0.00", CultureInfo.InvariantCulture);

    private static int Executions(string schedule) =>
        CrontabSchedule.Parse(schedule, new() { IncludingSeconds = true })
            .GetNextOccurrences(new DateTime(2026, 11, 1).AddSeconds(-1), new(2026, 12, 1)).Count();

    [GeneratedRegex("<!-- floor -->.*<!-- /floor -->", RegexOptions.Singleline)]
    private static partial Regex Table();
}
