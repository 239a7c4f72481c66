using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using Friending.Service;

namespace Friending.Infrastructure.Tests;

/// <summary>Alerts read what the app reports, reach somebody, and are explained in docs/runbook.md.</summary>
public partial class AlertTests(CompiledTemplate template)
{
    // Tables and columns: https://learn.microsoft.com/azure/azure-monitor/reference/tables/appmetrics, …/apprequests, …/appexceptions,
    // …/appavailabilityresults; _LogOperation: https://learn.microsoft.com/azure/azure-monitor/logs/monitor-workspace. The first three
    // are what the exporter fills: ExportedTelemetryTests.
    private static readonly Dictionary<string, string[]> s_tables = new()
    {
        ["AppMetrics"] = ["Name", "Min", "Max", "Sum", "ItemCount", "Properties", "TimeGenerated"],
        ["AppRequests"] = ["OperationName", "ResultCode", "Success", "DurationMs", "ItemCount", "Properties", "TimeGenerated"],
        ["AppExceptions"] = ["ExceptionType", "ProblemId", "ItemCount", "Properties", "TimeGenerated"],
        ["AppAvailabilityResults"] = ["Success", "Location", "Name", "TimeGenerated"],
        ["_LogOperation"] = ["Category", "Detail", "TimeGenerated"],
    };

    // Words of the query language that the queries use: https://learn.microsoft.com/kusto/query
    private static readonly HashSet<string> s_language =
    [
        "let", "where", "extend", "summarize", "by", "and", "or", "in", "contains", "between", "true", "false", "order", "desc",
        "bin", "round",
        "count", "countif", "sum", "sumif", "min", "minif", "max", "dcount", "arg_max", "percentile", "coalesce", "iff",
        "toint", "tostring",
        "now", "dayofweek", "d",
    ];

    public static TheoryData<string> Environments => [.. CompiledTemplate.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_alert_is_on_reaches_somebody_and_leads_to_its_entry_in_the_runbook(string environment)
    {
        var alerts = Alerts(environment);
        var group = template.In(environment, "Microsoft.Insights/actionGroups").Single();
        var workspace = template.In(environment, "Microsoft.OperationalInsights/workspaces").Single();

        foreach (var (name, alert) in alerts)
        {
            Assert.Equal("true", alert["properties.enabled"]);
            Assert.Contains(group.Id, alert["properties.actions"], StringComparison.Ordinal);
            Assert.Equal($"\"Runbook: docs/runbook.md#{name}\"", alert["properties.description"]);
            if (alert.Type != "Microsoft.Insights/scheduledQueryRules")
                continue;
            Assert.Equal($"[\"{workspace.Id}\"]", alert["properties.scopes"]);
            var condition = alert.Body["properties"]!["criteria"]!["allOf"]!.AsArray().Single()!;
            Assert.Equal(("Count", "GreaterThan", 0),
                (condition["timeAggregation"]!.GetValue<string>(), condition["operator"]!.GetValue<string>(),
                    condition["threshold"]!.GetValue<int>()));
        }
        Assert.Equal("on-call@example.org",
            group.Body["properties"]!["emailReceivers"]!.AsArray().Single()!["emailAddress"]!.GetValue<string>());
    }

    // A rule that looks back for less than the time between its runs misses what happens between them, and is refused; other
    // times than these are refused, too:
    // https://github.com/hashicorp/terraform-provider-azurerm/blob/main/website/docs/r/monitor_scheduled_query_rules_alert_v2.html.markdown
    [Fact]
    public void A_rule_over_logs_runs_as_often_as_the_platform_allows_and_misses_nothing_between()
    {
        string[] frequencies = ["PT5M", "PT10M", "PT15M", "PT30M", "PT45M", "PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "P1D"];

        Assert.All(template.In("prod", "Microsoft.Insights/scheduledQueryRules"), rule =>
        {
            var (every, window) = (Text(rule, "evaluationFrequency"), Text(rule, "windowSize"));
            Assert.Contains(every, frequencies);
            Assert.Contains(window, frequencies.Append("P2D"));
            Assert.True(XmlConvert.ToTimeSpan(every) <= XmlConvert.ToTimeSpan(window), rule.Id);
        });

        static string Text(Resource rule, string name) => rule.Body["properties"]![name]!.GetValue<string>();
    }

    // What an operator has to hear of, whatever else there is.
    [Theory]
    [InlineData("callbacks-given-up")]
    [InlineData("digest-missing")]
    [InlineData("exceptions")]
    [InlineData("failures")]
    [InlineData("latency")]
    [InlineData("log-cap")]
    [InlineData("no-decisions")]
    [InlineData("not-ready")]
    [InlineData("notices-late")]
    [InlineData("notices-lost")]
    [InlineData("outbox-backlog")]
    [InlineData("poison-queue")]
    [InlineData("queue-delay")]
    [InlineData("queue-stuck")]
    [InlineData("reviews-overdue")]
    [InlineData("silent")]
    [InlineData("storage-throttled")]
    public void Each_kind_of_trouble_has_an_alert(string name) => Assert.Contains(name, Alerts("prod").Keys);

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_runbook_says_which_alerts_wake_somebody(string environment)
    {
        var told = Waking().Match(File.ReadAllText(Path.Combine(Root, "docs", "runbook.md"))).Groups[1].Captures.Select(c => c.Value);

        Assert.Equal(told.Intersect(Alerts(environment).Keys).Order(StringComparer.Ordinal),
            Alerts(environment).Where(a => a.Value["properties.severity"] == "1").Select(a => a.Key).Order(StringComparer.Ordinal));
        Assert.All(Alerts(environment).Values, a => Assert.Contains(a["properties.severity"], new[] { "1", "2", "3" }));
    }

    // The action group's short name has 12 characters at most:
    // https://learn.microsoft.com/rest/api/monitor/action-groups/create-or-update (groupShortName)
    [Theory]
    [MemberData(nameof(Environments))]
    public void The_group_that_alerts_reach_is_on(string environment)
    {
        var group = template.In(environment, "Microsoft.Insights/actionGroups").Single();

        Assert.Equal("true", group["properties.enabled"]);
        Assert.InRange(group.Body["properties"]!["groupShortName"]!.GetValue<string>().Length, 1, 12);
    }

    // The dimension and its values: https://learn.microsoft.com/azure/storage/common/monitor-storage-reference#metrics-dimensions
    [Fact]
    public void Throttling_is_counted_among_the_transactions_of_the_storage_account()
    {
        var alert = Alerts("prod")["storage-throttled"];
        var criterion = alert.Body["properties"]!["criteria"]!["allOf"]!.AsArray().Single()!;
        var dimension = criterion["dimensions"]!.AsArray().Single()!;

        Assert.Equal($"[\"{template.In("prod", "Microsoft.Storage/storageAccounts").Single().Id}\"]", alert["properties.scopes"]);
        Assert.Equal(("Transactions", "Total"),
            (criterion["metricName"]!.GetValue<string>(), criterion["timeAggregation"]!.GetValue<string>()));
        Assert.Equal(("ResponseType", "Include"), (dimension["name"]!.GetValue<string>(), dimension["operator"]!.GetValue<string>()));
        Assert.Equal(["ClientAccountRequestThrottlingError", "ClientThrottlingError", "ServerBusyError", "ServerTimeoutError"],
            dimension["values"]!.AsArray().Select(v => v!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Readiness_is_asked_for_from_outside_for_the_component_of_the_app()
    {
        var test = template.In("prod", "Microsoft.Insights/webtests").Single();
        var component = template.In("prod", "Microsoft.Insights/components").Single();

        Assert.Equal(("true", "900", "200"),
            (test["properties.Enabled"], test["properties.Frequency"], test["properties.ValidationRules.ExpectedHttpStatusCode"]));
        Assert.Contains("/health/ready", test["properties.Request.RequestUrl"], StringComparison.Ordinal);
        Assert.Equal("Resource", test.Body["tags"]![$"hidden-link:{component.Id}"]?.GetValue<string>());
        Assert.Equal(3, test.Body["properties"]!["Locations"]!.AsArray().Count);
    }

    [Fact]
    public void The_runbook_has_an_entry_for_each_alert_with_its_query_and_for_nothing_else()
    {
        var entries = Entry().Split(File.ReadAllText(Path.Combine(Root, "docs", "runbook.md"))).Skip(1).Chunk(2)
            .ToDictionary(e => e[0], e => e[1]);
        var alerts = Alerts("prod");

        Assert.Equal(alerts.Keys.Append("budget").Order(StringComparer.Ordinal), entries.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, text) in entries)
        {
            foreach (var part in new[] { "**Means.**", "**Look.**", "**Do.**", "**Stop when**" })
                Assert.True(text.Contains(part, StringComparison.Ordinal), $"docs/runbook.md, {name}, lacks {part}");
            if (alerts.TryGetValue(name, out var alert) && QueryOf(alert) is { } query)
                Assert.True(text.Contains($"```kusto\n{query.Trim()}\n```", StringComparison.Ordinal),
                    $"docs/runbook.md, {name}, has another query than the alert.");
        }
    }

    [Fact]
    public void What_the_runbook_reads_of_the_deployment_is_an_output_of_the_template()
    {
        var named = Output().Matches(File.ReadAllText(Path.Combine(Root, "docs", "runbook.md"))).ToDictionary(
            m => m.Groups[2].Value, m => m.Groups[1].Value);

        Assert.Equal(["ACCOUNT", "APP", "URL"], named.Keys.Order());
        Assert.Equal([], named.Values.Except(template.Template["outputs"]!.AsObject().Select(o => o.Key)));
    }

    [Fact]
    public void Queries_read_tables_and_columns_that_there_are()
    {
        foreach (var (name, query) in Queries())
        {
            var table = Regex.Match(query, @"^(?:let [^;]+;\s*)*(\w+)").Groups[1].Value;
            Assert.True(s_tables.TryGetValue(table, out var columns), $"{name} reads {table}");
            var made = Regex.Matches(query, @"(\w+) = ").Select(m => m.Groups[1].Value)
                .Concat(Regex.Matches(query, @"let (\w+)").Select(m => m.Groups[1].Value));
            var words = Word().Matches(Text().Replace(query, "''")).Select(m => m.Value);

            Assert.Equal([], words.Except(columns).Except(made).Except(s_language).Except([table]).Select(w => $"{name}: {w}"));
        }
    }

    [Fact]
    public void Queries_read_metrics_that_the_service_reports_with_tags_that_it_sets()
    {
        var instruments = Instruments();
        var named = Queries().SelectMany(q => Regex.Matches(q.Query, @"'(friending\.[a-z_.]+)'").Select(m => m.Groups[1].Value))
            .ToHashSet();

        Assert.NotEmpty(named);
        Assert.Equal([], named.Except(instruments));
        Assert.All(Queries().SelectMany(q => Regex.Matches(q.Query, @"Properties\.(\w+)").Select(m => m.Groups[1].Value)),
            tag => Assert.Contains(tag, new[] { "audience", "channel", "kind", "state" }));
    }

    [Fact]
    public void An_alert_is_split_by_columns_of_its_query()
    {
        foreach (var (name, alert) in Alerts("prod").Where(a => a.Value.Type == "Microsoft.Insights/scheduledQueryRules"))
        {
            var dimensions = alert.Body["properties"]!["criteria"]!["allOf"]![0]!["dimensions"]?.AsArray()
                .Select(d => d!["name"]!.GetValue<string>()) ?? [];
            var by = Regex.Match(QueryOf(alert)!, @"summarize .* by (.+)$", RegexOptions.Multiline).Groups[1].Value;

            Assert.Equal((name, by), (name, string.Join(", ", dimensions)));
        }
    }

    // One that fails in five calls a day is one too many to stay unseen; shares of many calls are for busy days.
    [Fact]
    public void Failures_are_told_of_at_low_traffic_too_and_of_triggers_which_have_no_status()
    {
        var query = QueryOf(Alerts("prod")["failures"])!;

        Assert.Contains("Success == false", query, StringComparison.Ordinal);
        Assert.Contains("Failures >= 2", query, StringComparison.Ordinal);
        Assert.DoesNotContain("Calls >=", query, StringComparison.Ordinal);
    }

    private static string Root =>
        typeof(AlertTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!;

    private Dictionary<string, Resource> Alerts(string environment) =>
        template.In(environment, "Microsoft.Insights/scheduledQueryRules")
            .Concat(template.In(environment, "Microsoft.Insights/metricAlerts"))
            .ToDictionary(alert => alert.LastName[$"friending-{environment}-".Length..]);

    private IEnumerable<(string Name, string Query)> Queries() =>
        Alerts("prod").Where(a => QueryOf(a.Value) is not null).Select(a => (a.Key, QueryOf(a.Value)!))
            .Concat(WorkbookQuery().Matches(File.ReadAllText(Path.Combine(Bicep.Folder, "service-levels.workbook.json")))
                .Select((m, i) => ($"workbook {i}", m.Groups[1].Value.Replace("\\n", "\n", StringComparison.Ordinal))));

    private static string? QueryOf(Resource alert) => alert.Body["properties"]!["criteria"]!["allOf"]![0]!["query"]?.GetValue<string>();

    private static HashSet<string> Instruments()
    {
        var names = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == FriendingTelemetry.Name)
                    names.Add(instrument.Name);
            },
        };
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(FriendingTelemetry).TypeHandle);
        listener.Start();
        return names;
    }

    [GeneratedRegex("^## ([a-z-]+)$", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"Severity 1 \((?:`([a-z-]+)`(?:, )?)+\)")]
    private static partial Regex Waking();

    [GeneratedRegex(@"`(\w+)` \((?:below )?`([A-Z]+)`\)")]
    private static partial Regex Output();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Word();

    [GeneratedRegex("'[^']*'|Properties\\.\\w+")]
    private static partial Regex Text();

    [GeneratedRegex("\"query\": \"(.*?)\"")]
    private static partial Regex WorkbookQuery();
}
