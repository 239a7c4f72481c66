using System.Reflection;
using System.Text.RegularExpressions;
using Friending.Service.Storage;

namespace Friending.Infrastructure.Tests;

/// <summary>What the service's code takes for granted is there: tables, queues, settings, metrics.</summary>
public partial class ServiceTests(CompiledTemplate template)
{
    // A connection string is for emulators, a key for the machine itself is for a developer.
    private static readonly string[] NotInAzure = ["Keys__NAME__LoopbackOnly", "Storage__ConnectionString"];

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
        Assert.Equal(TableNames.All.Order(StringComparer.Ordinal),
            Names(environment, "Microsoft.Storage/storageAccounts/tableServices/tables"));

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_queue_of_the_code_is_made_and_no_other(string environment) =>
        Assert.Equal(QueueNames.All.Order(StringComparer.Ordinal),
            Names(environment, "Microsoft.Storage/storageAccounts/queueServices/queues"));

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_container_of_the_code_is_made_with_a_policy_that_keeps_what_is_in_it(string environment)
    {
        var policies = template.In(environment, "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies").ToList();

        Assert.Equal(
            ContainerNames.All.Append("deployment").Order(StringComparer.Ordinal),
            Names(environment, "Microsoft.Storage/storageAccounts/blobServices/containers"));
        // The app appends to blobs of the one, also after their time has begun; in the other nothing changes. What the audit trail is
        // checked against is kept as long as the decisions are.
        Assert.Equal(
            [
                ("friending-audit", "true", template.Settings(environment)["Retention__Days"]),
                ("friending-backups", "false", "35"),
            ],
            policies.Select(p => (p.Id.Split('/')[^3], p["properties.allowProtectedAppendWrites"],
                p["properties.immutabilityPeriodSinceCreationInDays"])).Order());
    }

    // Deleting a blob fails while the policy holds it:
    // https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview
    [Theory]
    [MemberData(nameof(Environments))]
    public void A_backup_is_deleted_when_its_policy_ends_and_nothing_else_is(string environment)
    {
        var rule = template.In(environment, "Microsoft.Storage/storageAccounts/managementPolicies").Single()
            .Body["properties"]!["policy"]!["rules"]!.AsArray().Single()!["definition"]!;
        var policy = template.In(environment, "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies")
            .Single(p => p.Id.Contains("/friending-backups/", StringComparison.Ordinal));

        Assert.Equal("[\"friending-backups/\"]", rule["filters"]!["prefixMatch"]!.ToJsonString());
        Assert.Equal(policy["properties.immutabilityPeriodSinceCreationInDays"],
            rule["actions"]!["baseBlob"]!["delete"]!["daysAfterCreationGreaterThan"]!.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_app_is_deployed_from_the_container_that_is_made(string environment)
    {
        const string container = "deployment";
        var source = template.In(environment, "Microsoft.Web/sites").Single()["properties.functionAppConfig.deployment.storage.value"];

        Assert.Contains($"primaryEndpoints.blob, '{container}')", Regex.Unescape(source!), StringComparison.Ordinal);
    }

    [Fact]
    public void The_templates_take_each_language_that_there_are_words_in()
    {
        var root = typeof(ServiceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "RepositoryFolder").Value!;
        var languages = string.Join(" | ", Directory.EnumerateFiles(Path.Combine(root, "src", "Friending.Service", "Languages"), "*.json")
            .Select(f => $"'{Path.GetFileNameWithoutExtension(f)}'").Order(StringComparer.Ordinal));
        var taken = new[] { "main.bicep", Path.Combine("modules", "types.bicep") }
            .SelectMany(f => LanguageType().Matches(File.ReadAllText(Path.Combine(root, "infra-bicep", f)))
                .Select(m => (File: f, Type: m.Groups[1].Value))).ToList();

        Assert.Equal(3, taken.Count);
        Assert.All(taken, t => Assert.True(languages == t.Type, $"infra-bicep/{t.File} takes {t.Type}; there are words in {languages}."));
    }

    // A deployment replaces the whole set of app settings, so what the template cannot set is lost with the next one:
    // https://learn.microsoft.com/azure/templates/microsoft.web/sites/config-appsettings
    [Fact]
    public async Task Every_setting_that_the_app_reads_can_be_set_by_a_parameter_and_no_other_is()
    {
        var names = CompiledTemplate.Settings(await template.EvaluateFile("full")).Keys.Select(Generic).Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(PlatformSettings.Concat(ServiceSetting.All.Select(s => s.Name)).Except(NotInAzure)
            .Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void An_environment_sets_nothing_that_the_app_does_not_read(string environment) =>
        Assert.Equal([], template.Settings(environment).Keys.Select(Generic).Except(PlatformSettings)
            .Except(ServiceSetting.All.Select(s => s.Name)));

    [Fact]
    public async Task A_parameter_arrives_in_its_setting()
    {
        var settings = CompiledTemplate.Settings(await template.EvaluateFile("full"));

        Assert.Equal("*.example.org", settings["Callbacks__AllowedHosts__0"]);
        Assert.Equal("Cardiology", settings["Digests__Departments__0__Name"]);
        Assert.Equal("cardiology@example.org", settings["Digests__Departments__0__Recipients__0"]);
        Assert.Equal("es", settings["Digests__Language"]);
        Assert.Equal("10", settings["Digests__Threshold"]);
        Assert.Equal("Graph", settings["Mail__Transport"]);
        Assert.Equal("Tls", settings["Smtp__Security"]);
        Assert.Equal("1", settings["RateLimits__Person"]);
        Assert.Equal("Cardiology", settings["Teams__Departments__0__Name"]);
        Assert.Equal("https://graph.example.org", settings["Cloud__Graph"]);
        Assert.Equal("https://login.example.org", settings["Cloud__Login"]);
    }

    [Fact]
    public async Task Every_secret_is_a_reference_to_the_vault_that_holds_it()
    {
        var resources = await template.EvaluateFile("full");
        var settings = CompiledTemplate.Settings(resources);
        var stored = resources.Where(r => r.Type == "Microsoft.KeyVault/vaults/secrets").Select(r => r.LastName).ToList();

        foreach (var name in new[]
            { "Mail__ClientSecret", "Pseudonyms__Key", "Smtp__Password", "Teams__Webhook", "Teams__Departments__0__Webhook" })
        {
            Assert.True(settings[name].Contains("@Microsoft.KeyVault(SecretUri=", StringComparison.Ordinal), $"{name}: {settings[name]}");
            Assert.Contains(stored, s => settings[name].Contains(s, StringComparison.Ordinal));
        }
        Assert.Equal(5, stored.Count);
        Assert.DoesNotContain(resources.Where(r => r.Type != "Microsoft.KeyVault/vaults/secrets"),
            r => r.Body.ToJsonString().Contains("a-secret", StringComparison.Ordinal));
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
        // Ingestion takes no key: https://learn.microsoft.com/azure/azure-monitor/app/azure-ad-authentication
        Assert.Matches("ClientId=.*;Authorization=AAD", settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]);
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
    [InlineData("prod", 2)]
    public void Instances_are_kept_warm_where_asked(string environment, int instances)
    {
        var alwaysReady = template.In(environment, "Microsoft.Web/sites").Single()
            .Body["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!["alwaysReady"]!.AsArray();

        Assert.Equal(instances, alwaysReady.Sum(entry => entry!["instanceCount"]!.GetValue<int>()));
    }

    private string[] Names(string environment, string type) =>
        [.. template.In(environment, type).Select(resource => resource.LastName).Order(StringComparer.Ordinal)];

    // A position in a list is N, a caller's name NAME.
    private static string Generic(string setting) =>
        Regex.Replace(Regex.Replace(setting, "__[0-9]+(?=__|$)", "__N"), "^Keys__[^_]+__", "Keys__NAME__");

    [GeneratedRegex(@"(?m)^(?: *language:|param \w+Language) ('\w+' \|[^=\n]*'\w+')")]
    private static partial Regex LanguageType();
}
