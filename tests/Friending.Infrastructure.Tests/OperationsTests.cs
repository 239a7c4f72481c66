using System.Text.RegularExpressions;

namespace Friending.Infrastructure.Tests;

/// <summary>What docs/operations.md promises whoever runs the service is in the template.</summary>
public partial class OperationsTests(CompiledTemplate template)
{
    private const string Operator = "44444444-4444-4444-4444-444444444444";

    // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    private static readonly Dictionary<string, string> s_roles = new()
    {
        ["de139f84-1756-47ae-9be6-808fbbe84772"] = "Website Contributor",
        ["43d0d8ad-25c7-4714-9337-8ba259a9fe05"] = "Monitoring Reader",
        ["76199698-9eea-4c19-bc75-cec21354c6b6"] = "Storage Table Data Reader",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
    };

    public static TheoryData<string> Environments => [.. CompiledTemplate.Environments];

    // Without it all instances are replaced at once, whatever they do:
    // https://learn.microsoft.com/azure/azure-functions/flex-consumption-site-updates
    [Theory]
    [MemberData(nameof(Environments))]
    public void An_update_lets_executions_end(string environment) => Assert.Equal(
        "\"RollingUpdate\"",
        template.In(environment, "Microsoft.Web/sites").Single()["properties.functionAppConfig.siteUpdateStrategy.type"]);

    // https://learn.microsoft.com/azure/reliability/reliability-functions, …/reliability-storage-account
    [Theory]
    [InlineData("dev", "false", "\"Standard_LRS\"")]
    [InlineData("prod", "true", "\"Standard_ZRS\"")]
    public void App_and_storage_are_spread_over_zones_in_production(string environment, string zones, string sku)
    {
        Assert.Equal(zones, template.In(environment, "Microsoft.Web/serverfarms").Single()["properties.zoneRedundant"]);
        Assert.Equal(sku, template.In(environment, "Microsoft.Storage/storageAccounts").Single()["sku.name"]);
    }

    // The categories: https://learn.microsoft.com/azure/azure-monitor/reference/logs-index
    [Theory]
    [MemberData(nameof(Environments))]
    public void Deletions_readings_of_secrets_and_sign_ins_reach_the_workspace(string environment)
    {
        var workspace = template.In(environment, "Microsoft.OperationalInsights/workspaces").Single();
        var settings = template.In(environment, "Microsoft.Insights/diagnosticSettings");

        Assert.All(settings, s => Assert.Equal($"\"{workspace.Id}\"", s["properties.workspaceId"]));
        Assert.Equal(
            [
                "blobServices/default: StorageDelete", "sites: AppServiceAuthenticationLogs", "tableServices/default: StorageDelete",
                "vaults: AuditEvent",
            ],
            settings.Select(s => $"{Diagnosed().Match(s.Id).Groups[1].Value}: "
                + s.Body["properties"]!["logs"]!.AsArray().Single(l => l!["enabled"]!.GetValue<bool>())!["category"]).Order());
    }

    // Children and what is attached to a resource have none:
    // https://learn.microsoft.com/azure/azure-resource-manager/management/tag-support
    [Theory]
    [MemberData(nameof(Environments))]
    public void Whatever_can_have_tags_has_those_of_the_parameters(string environment)
    {
        var resources = template.In(environment).Where(r => r.Type.Count(c => c == '/') == 1
            && r.Type is not ("Microsoft.Authorization/locks" or "Microsoft.Authorization/roleAssignments"
                or "Microsoft.Insights/diagnosticSettings"));

        Assert.All(resources, r =>
        {
            Assert.True(r["tags.application"] == "\"friending\"", r.Id);
            Assert.True(r["tags.environment"] == $"\"{environment}\"", r.Id);
        });
    }

    [Fact]
    public async Task An_operator_may_restart_read_and_put_messages_back_and_has_a_way_into_a_private_network()
    {
        var before = template.In("prod", "Microsoft.Storage/storageAccounts").Single();
        var resources = await template.Evaluate("prod", new Dictionary<string, string>(Bicep.SampleEnvironment)
        {
            ["FRIENDING_OPERATORS"] = $$"""[{"id":"{{Operator}}","type":"Group"}]""",
            ["FRIENDING_OPERATOR_ADDRESSES"] = """["203.0.113.7"]""",
        });

        Assert.Equal(
            [
                "Monitoring Reader on the resource group", "Storage Queue Data Contributor on storageAccounts",
                "Storage Table Data Reader on storageAccounts", "Website Contributor on sites",
            ],
            resources.Where(r => r.Type == "Microsoft.Authorization/roleAssignments"
                    && r["properties.principalId"] == $"\"{Operator}\"")
                .Select(r => $"{RoleOf(r)} on {ScopeOf(r)}").Order());
        Assert.Equal("\"Disabled\"", before["properties.publicNetworkAccess"]);
        foreach (var type in new[] { "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults" })
        {
            var opened = resources.Single(r => r.Type == type);
            Assert.Equal(("\"Enabled\"", "\"Deny\""),
                (opened["properties.publicNetworkAccess"], opened["properties.networkAcls.defaultAction"]));
            Assert.Contains("203.0.113.7", opened["properties.networkAcls.ipRules"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_network_and_zones_of_a_hub_are_used_and_none_is_made()
    {
        var resources = await template.EvaluateFile("hub");

        Assert.DoesNotContain(resources, r => r.Type is "Microsoft.Network/virtualNetworks" or "Microsoft.Network/privateDnsZones");
        Assert.EndsWith("/spoke/subnets/functions\"",
            resources.Single(r => r.Type == "Microsoft.Web/sites")["properties.virtualNetworkSubnetId"], StringComparison.Ordinal);
        var endpoints = resources.Where(r => r.Type == "Microsoft.Network/privateEndpoints").ToList();
        Assert.Equal(4, endpoints.Count);
        Assert.All(endpoints, e => Assert.EndsWith("/spoke/subnets/endpoints\"", e["properties.subnet.id"], StringComparison.Ordinal));
        var zones = resources.Where(r => r.Type == "Microsoft.Network/privateEndpoints/privateDnsZoneGroups").ToList();
        Assert.Equal(4, zones.Count);
        Assert.All(zones, z => Assert.Contains("/resourceGroups/hub/providers/Microsoft.Network/privateDnsZones/",
            z.Body.ToJsonString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_budget_tells_of_nine_tenths_and_of_a_forecast_beyond_it()
    {
        Assert.DoesNotContain(template.In("prod"), r => r.Type == "Microsoft.Consumption/budgets");
        var resources = await template.Evaluate("prod", new Dictionary<string, string>(Bicep.SampleEnvironment)
        {
            ["FRIENDING_MONTHLY_BUDGET"] = "600",
            ["FRIENDING_BUDGET_START"] = "2027-01-01",
        });

        var budget = resources.Single(r => r.Type == "Microsoft.Consumption/budgets");

        Assert.Equal(("600", "\"2027-01-01\""), (budget["properties.amount"], budget["properties.timePeriod.startDate"]));
        Assert.Equal(("90", "\"Actual\""),
            (budget["properties.notifications.actual.threshold"], budget["properties.notifications.actual.thresholdType"]));
        Assert.Equal(("100", "\"Forecasted\""),
            (budget["properties.notifications.forecast.threshold"], budget["properties.notifications.forecast.thresholdType"]));
        Assert.Equal("\"Monthly\"", budget["properties.timeGrain"]);
        foreach (var notification in new[] { "actual", "forecast" })
        {
            Assert.Equal(("true", "[\"on-call@example.org\"]"),
                (budget[$"properties.notifications.{notification}.enabled"],
                    budget[$"properties.notifications.{notification}.contactEmails"]));
        }
    }

    [Theory]
    [InlineData("dev", "7", "30")]
    [InlineData("prod", "30", "90")]
    public void What_is_deleted_can_be_brought_back_logs_are_kept_and_their_amount_has_a_limit(string environment, string days, string logs)
    {
        var blobs = template.In(environment, "Microsoft.Storage/storageAccounts/blobServices").Single();
        var workspace = template.In(environment, "Microsoft.OperationalInsights/workspaces").Single();

        Assert.Equal((days, days),
            (blobs["properties.deleteRetentionPolicy.days"], blobs["properties.containerDeleteRetentionPolicy.days"]));
        Assert.Equal((logs, "1"), (workspace["properties.retentionInDays"], workspace["properties.workspaceCapping.dailyQuotaGb"]));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void An_environment_reads_every_variable_that_is_told_of_and_no_other(string environment)
    {
        var told = Variable().Matches(File.ReadAllText(Path.Combine(Bicep.Folder, "README.md"))).Select(m => m.Value)
            .Except(["FRIENDING_RENEW_SNAPSHOTS"]);

        Assert.Equal(told.Distinct().Order(StringComparer.Ordinal), Read(environment).Order(StringComparer.Ordinal));
    }

    // What a deployment is not told, it sets back to its default: a workflow that leaves a variable out turns off what it turns on.
    [Theory]
    [MemberData(nameof(Environments))]
    public void The_workflow_that_deploys_hands_on_every_variable(string environment)
    {
        var workflow = File.ReadAllText(Path.Combine(Bicep.Folder, "..", ".github", "workflows", "deploy.yml"));

        Assert.Equal(Read(environment).Order(StringComparer.Ordinal),
            HandedOn().Matches(workflow).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Read(string environment) =>
        Variable().Matches(File.ReadAllText(Path.Combine(Bicep.Folder, $"{environment}.bicepparam"))).Select(m => m.Value).Distinct();

    private static string RoleOf(Resource assignment) =>
        s_roles[assignment.Body["properties"]!["roleDefinitionId"]!.GetValue<string>().Split('/')[^1]];

    private static string ScopeOf(Resource assignment) =>
        assignment.Id[..assignment.Id.LastIndexOf("/providers/", StringComparison.Ordinal)].Split('/') is [.., var type, _] scope
            && scope.Contains("providers") ? type : "the resource group";

    // What a diagnostic setting is of.
    [GeneratedRegex(@"(?:/(vaults|sites)/[^/]+|/storageAccounts/[^/]+/(?<1>\w+/default))/providers/Microsoft\.Insights")]
    private static partial Regex Diagnosed();

    [GeneratedRegex("^      (FRIENDING_[A-Z_]+): ", RegexOptions.Multiline)]
    private static partial Regex HandedOn();

    [GeneratedRegex("FRIENDING_[A-Z_]+")]
    private static partial Regex Variable();
}
