using System.Text.Json.Nodes;

namespace Friending.Infrastructure.Tests;

/// <summary>What Azure demands of a template and no emulator shows. Each fact names its public source.</summary>
public class PlatformTests(CompiledTemplate template)
{
    // Refused with 400 and error 51021 by newer stamps, ignored by older ones:
    // https://github.com/Azure/terraform-azurerm-avm-res-web-site/pull/345 (its tests/unit/fc1_site_config.tftest.hcl), and issue 360;
    // the rest: https://learn.microsoft.com/azure/azure-functions/functions-app-settings#flex-consumption-plan-deprecations
    private static readonly string[] RefusedSiteProperties =
    [
        "alwaysOn", "ftpsState", "functionAppScaleLimit", "functionsRuntimeScaleMonitoringEnabled", "javaContainer", "javaContainerVersion",
        "javaVersion", "linuxFxVersion", "minimumElasticInstanceCount", "netFrameworkVersion", "nodeVersion", "phpVersion",
        "powerShellVersion", "preWarmedInstanceCount", "pythonVersion", "use32BitWorkerProcess", "vnetRouteAllEnabled", "windowsFxVersion",
    ];

    // The same page; also what the Azure CLI leaves out when it moves an app to Flex Consumption:
    // https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/appservice/custom.py
    private static readonly string[] DeprecatedAppSettings =
    [
        "ENABLE_ORYX_BUILD", "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_MAX_HTTP_CONCURRENCY",
        "FUNCTIONS_WORKER_DYNAMIC_CONCURRENCY_ENABLED",
        "FUNCTIONS_WORKER_PROCESS_COUNT", "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_WORKER_RUNTIME_VERSION", "SCM_DO_BUILD_DURING_DEPLOYMENT",
        "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_CONTENTOVERVNET", "WEBSITE_CONTENTSHARE", "WEBSITE_DNS_SERVER",
        "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT", "WEBSITE_NODE_DEFAULT_VERSION", "WEBSITE_RUN_FROM_PACKAGE",
        "WEBSITE_SKIP_CONTENTSHARE_VALIDATION", "WEBSITE_TIME_ZONE", "WEBSITE_VNET_ROUTE_ALL", "TZ",
    ];

    public static TheoryData<string> Environments => [.. CompiledTemplate.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_app_has_no_property_that_flex_consumption_refuses(string environment)
    {
        var site = template.In(environment, "Microsoft.Web/sites").Single().Body["properties"]!.AsObject();
        var stated = site.Concat(site["siteConfig"]!.AsObject()).Select(p => p.Key);

        Assert.Equal([], stated.Intersect(RefusedSiteProperties, StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_app_has_no_setting_that_flex_consumption_does_not_know(string environment) =>
        Assert.Equal([], template.Settings(environment).Keys.Intersect(DeprecatedAppSettings, StringComparer.OrdinalIgnoreCase));

    // Cross-origin calls are the app's: what the platform answers itself never reaches it.
    [Theory]
    [MemberData(nameof(Environments))]
    public void The_platform_answers_no_preflight_in_place_of_the_app(string environment) =>
        Assert.Null(template.In(environment, "Microsoft.Web/sites").Single()["properties.siteConfig.cors"]);

    // A rule over a table that a new workspace does not have yet is refused: "Failed to resolve table or column expression".
    // https://learn.microsoft.com/azure/templates/microsoft.insights/scheduledqueryrules (skipQueryValidation)
    [Theory]
    [MemberData(nameof(Environments))]
    public void An_alert_can_be_made_before_there_is_any_telemetry(string environment) => Assert.All(
        template.In(environment, "Microsoft.Insights/scheduledQueryRules"),
        rule => Assert.Equal("true", rule["properties.skipQueryValidation"]));

    // A function that throws has its message's visibility updated, which Reader and Message Processor do not allow:
    // https://github.com/MicrosoftDocs/azure-docs/issues/120932
    [Theory]
    [MemberData(nameof(Environments))]
    public void The_app_can_update_the_messages_of_its_trigger(string environment) => Assert.Contains(
        template.In(environment, "Microsoft.Authorization/roleAssignments"),
        r => r.Id.Contains("/queues/friending-requests/", StringComparison.Ordinal)
            && r["properties.roleDefinitionId"]!.Contains("974c5e8b-45b9-4653-ba55-5f855dd0fb88", StringComparison.Ordinal));

    // The system-assigned identity resolves references, unless another is named; the app has none:
    // https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
    [Theory]
    [MemberData(nameof(Environments))]
    public void Key_Vault_references_are_resolved_by_the_identity_that_may_read_the_vault(string environment)
    {
        var identity = template.In(environment, "Microsoft.ManagedIdentity/userAssignedIdentities").Single();

        Assert.Equal($"\"{identity.Id}\"",
            template.In(environment, "Microsoft.Web/sites").Single()["properties.keyVaultReferenceIdentity"]);
    }

    // Flex Consumption takes no subnet that is delegated to Microsoft.Web/serverFarms, as other plans do:
    // https://github.com/Azure-Samples/remote-mcp-apim-functions-python/blob/main/infra/app/vnet.bicep
    [Fact]
    public void The_subnet_of_the_app_is_delegated_as_flex_consumption_needs()
    {
        var subnet = template.In("prod", "Microsoft.Network/virtualNetworks").Single().Body["properties"]!["subnets"]!.AsArray()
            .Single(s => s!["name"]!.GetValue<string>() == "app")!;

        Assert.Equal("Microsoft.App/environments",
            subnet["properties"]!["delegations"]?.AsArray().Single()!["properties"]!["serviceName"]!.GetValue<string>());
    }

    // The order of a deployment is that of its references and of dependsOn:
    // https://learn.microsoft.com/azure/azure-resource-manager/bicep/resource-dependencies
    [Theory]
    [InlineData("app", "privateEndpoints")]
    [InlineData("appSettings", "keyVault")]
    public void What_the_app_needs_when_it_starts_is_made_before(string module, string needed) => Assert.Contains(needed,
        template.Template["resources"]![module]!["dependsOn"]!.AsArray().Select(d => d!.GetValue<string>()));

    // What differs with every evaluation shows up in every what-if, and is written anew by every deployment:
    // https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-string#newguid
    [Theory]
    [InlineData("newGuid(")]
    [InlineData("utcNow(")]
    public void Nothing_changes_by_deploying_again(string function) =>
        Assert.Equal([], Texts(template.Template).Where(text => text.Contains(function, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(member => Texts(member.Value)),
        JsonArray a => a.SelectMany(Texts),
        JsonValue v when v.TryGetValue<string>(out var text) => [text],
        _ => [],
    };
}
