using System.Text.RegularExpressions;
using Friending.Service.Storage;

namespace Friending.Infrastructure.Tests;

/// <summary>What the service's code takes for granted is there: tables, queues, settings, metrics.</summary>
public class ServiceTests(CompiledTemplate template)
{

    // Left to who runs the service: a connection string is for emulators, nobody but a developer's machine limits keys to loopback,
    // and the limits of calls are for who has measured.
    private static readonly string[] NotInTemplate =
    [
        "Callbacks__AllowedHosts__N", "Cursors__Key", "Keys__NAME__LoopbackOnly", "RateLimits__BehindFrontEnd", "RateLimits__Anonymous", "RateLimits__Person", "RateLimits__Program",
        "Storage__ConnectionString", "Storage__ScanParallelism",
        // Departments and further channels, each where it is wanted; a language, a threshold and a server other than the usual.
        "Digests__Departments__N", "Digests__Language", "Digests__Threshold", "Smtp__ListUnsubscribe", "Smtp__Security",
        "Smtp__TimeoutSeconds", "Teams__Departments__N", "Teams__Webhook",
    ];

    // Set only where a parameter asks for it.
    private static readonly string[] OptionalSettings = ["Keys__NAME__Expires", "Policy__Path"];

    // No page of the platform's at /, AzureWebJobsStorage without a key, telemetry without a key, sign-in without a secret.
    private static readonly string[] PlatformSettings =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AzureWebJobsDisableHomepage",
        "AzureWebJobsStorage__accountName",
        "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID",
    ];

    public static TheoryData<string> Environments => [.. CompiledTemplate.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_table_of_the_code_is_made_and_no_other(string environment) =>
        Assert.Equal(TableNames.All.Order(StringComparer.Ordinal), Names(environment, "Microsoft.Storage/storageAccounts/tableServices/tables"));

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_queue_of_the_code_is_made_and_no_other(string environment) =>
        Assert.Equal(QueueNames.All.Order(StringComparer.Ordinal), Names(environment, "Microsoft.Storage/storageAccounts/queueServices/queues"));

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_container_of_the_code_is_made_with_a_policy_that_keeps_what_is_in_it(string environment)
    {
        var policies = template.In(environment, "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies").ToList();

        Assert.Equal(
            ContainerNames.All.Append("deployment").Order(StringComparer.Ordinal),
            Names(environment, "Microsoft.Storage/storageAccounts/blobServices/containers"));
        Assert.Equal(ContainerNames.All.Count, policies.Count);
        // The app appends to blobs of the one, also after their time has begun; in the other nothing changes.
        Assert.Equal(["false", "true"], policies.Select(p => p["properties.allowProtectedAppendWrites"]).Order());
        Assert.Contains("35", policies.Select(p => p["properties.immutabilityPeriodSinceCreationInDays"]));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_app_is_deployed_from_the_container_that_is_made(string environment)
    {
        const string container = "deployment";
        var source = template.In(environment, "Microsoft.Web/sites").Single()["properties.functionAppConfig.deployment.storage.value"];

        Assert.Contains($"primaryEndpoints.blob, '{container}')", Regex.Unescape(source!), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_setting_that_the_app_reads_is_set_and_no_other(string environment)
    {
        var names = template.Settings(environment).Keys
            .Select(name => Regex.Replace(name, "__[0-9]+(?=__|$)", "__N"))
            .Select(name => Regex.Replace(name, "^Keys__[^_]+__", "Keys__NAME__"))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            PlatformSettings.Concat(ServiceSetting.All.Select(s => s.Name)).Except(NotInTemplate).Except(OptionalSettings).Order(StringComparer.Ordinal),
            names.Except(OptionalSettings));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void A_setting_says_what_its_parameter_says(string environment)
    {
        var settings = template.Settings(environment);

        Assert.Equal("America/Chicago", settings["Friending__TimeZone"]);
        Assert.Equal("Monday", settings["Digests__Day"]);
        Assert.Equal("social-media@example.org", settings["Digests__Recipients__0"]);
        Assert.Equal("compliance@example.org", settings["Digests__Recipients__1"]);
        Assert.Equal("smtp.example.org", settings["Smtp__Host"]);
        Assert.Equal("587", settings["Smtp__Port"]);
        Assert.Equal("api://11111111-1111-1111-1111-111111111111", settings["Authentication__Audience"]);
        Assert.Equal(new string('0', 64), settings["Keys__forms__Sha256"]);
        Assert.Equal("Submit", settings["Keys__forms__Roles__0"]);
        Assert.Equal("Review", settings["Keys__forms__Roles__1"]);
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.Equal(settings["Storage__AccountName"], settings["AzureWebJobsStorage__accountName"]);
        Assert.Equal(settings["Storage__ClientId"], settings["AzureWebJobsStorage__clientId"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void No_setting_holds_a_secret(string environment)
    {
        var settings = template.Settings(environment);

        Assert.Contains("@Microsoft.KeyVault(SecretUri=", settings["Smtp__Password"], StringComparison.Ordinal);
        Assert.Contains("smtp-password", settings["Smtp__Password"], StringComparison.Ordinal);
        foreach (var (name, value) in settings)
        {
            Assert.False(value.Contains("listKeys", StringComparison.OrdinalIgnoreCase)
                || value.Contains("AccountKey", StringComparison.OrdinalIgnoreCase)
                || value.Contains(Bicep.SampleKey, StringComparison.Ordinal)
                || value.Contains(Bicep.SamplePassword, StringComparison.Ordinal), $"{environment}: {name} holds a secret");
        }
    }

    [Fact]
    public async Task A_mail_relay_without_a_password_is_given_neither_user_nor_password()
    {
        var variables = Bicep.SampleEnvironment
            .Where(variable => variable.Key is not ("FRIENDING_SMTP_USER" or "FRIENDING_SMTP_PASSWORD"))
            .ToDictionary();

        var settings = CompiledTemplate.Settings(await template.Evaluate("dev", variables));

        Assert.Equal("smtp.example.org", settings["Smtp__Host"]);
        Assert.DoesNotContain("Smtp__User", settings.Keys);
        Assert.DoesNotContain("Smtp__Password", settings.Keys);
    }

    [Theory]
    [InlineData("dev", 0)]
    [InlineData("prod", 1)]
    public void Instances_are_kept_warm_where_asked(string environment, int instances)
    {
        var alwaysReady = template.In(environment, "Microsoft.Web/sites").Single()
            .Body["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!["alwaysReady"]!.AsArray();

        Assert.Equal(instances, alwaysReady.Sum(entry => entry!["instanceCount"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData("poison-queue", "AppMetrics", "'friending.poison.messages'", "Max > 0")]
    [InlineData("digest-missing", "AppMetrics", "'friending.digests.sent'", "'America/Chicago'")]
    [InlineData("digest-missing", "AppMetrics", "+ 7 - 1) % 7", "digestDay + 12 * 1h")]
    [InlineData("server-errors", "AppRequests", "toint(ResultCode) >= 500", "Failed > 0.05 * Calls")]
    [InlineData("reviews-overdue", "AppMetrics", "'friending.reviews.oldest.hours'", "Max > 72")]
    [InlineData("silent", "AppMetrics", "'friending.poison.messages'", "Readings == 0")]
    public void An_alert_watches_what_it_is_named_for(string name, string table, string first, string second)
    {
        foreach (var environment in CompiledTemplate.Environments)
        {
            var query = Query(Alert(environment, name));

            Assert.Contains($"{table}\n", query, StringComparison.Ordinal);
            Assert.Contains(first, query, StringComparison.Ordinal);
            Assert.Contains(second, query, StringComparison.Ordinal);
            Assert.DoesNotMatch("<[a-zA-Z]+>", query);
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_alert_is_on_and_reaches_somebody(string environment)
    {
        var alerts = template.In(environment, "Microsoft.Insights/scheduledQueryRules");
        var group = template.In(environment, "Microsoft.Insights/actionGroups").Single();
        var workspace = template.In(environment, "Microsoft.OperationalInsights/workspaces").Single();

        Assert.Equal(5, alerts.Count);
        foreach (var alert in alerts)
        {
            Assert.Equal("true", alert["properties.enabled"]);
            Assert.Equal($"[\"{group.Id}\"]", alert["properties.actions.actionGroups"]);
            Assert.Equal($"[\"{workspace.Id}\"]", alert["properties.scopes"]);
            var condition = alert.Body["properties"]!["criteria"]!["allOf"]!.AsArray().Single()!;
            Assert.Equal("Count", condition["timeAggregation"]!.GetValue<string>());
            Assert.Equal("GreaterThan", condition["operator"]!.GetValue<string>());
            Assert.Equal(0, condition["threshold"]!.GetValue<int>());
        }

        Assert.Equal("true", group["properties.enabled"]);
        Assert.Equal(
            "on-call@example.org",
            group.Body["properties"]!["emailReceivers"]!.AsArray().Single()!["emailAddress"]!.GetValue<string>());
    }

    private string[] Names(string environment, string type) =>
        [.. template.In(environment, type).Select(resource => resource.LastName).Order(StringComparer.Ordinal)];

    private Resource Alert(string environment, string name) =>
        template.In(environment, "Microsoft.Insights/scheduledQueryRules")
            .Single(alert => alert.LastName == $"friending-{environment}-{name}");

    private static string Query(Resource alert) =>
        alert.Body["properties"]!["criteria"]!["allOf"]!.AsArray().Single()!["query"]!.GetValue<string>();
}
