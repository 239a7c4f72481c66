using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Friending.Infrastructure.Tests;

public partial class SecurityTests(CompiledTemplate template)
{
    /// <summary>What every resource of a type has to say, in every environment: type, path, value as JSON.</summary>
    private static readonly (string Type, string Path, string Value)[] Required =
    [
        ("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.allowCrossTenantReplication", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.defaultToOAuthAuthentication", "true"),
        ("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "\"TLS1_2\""),
        ("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "true"),
        ("Microsoft.Storage/storageAccounts", "properties.networkAcls.bypass", "\"None\""),
        ("Microsoft.Storage/storageAccounts/blobServices", "properties.deleteRetentionPolicy.enabled", "true"),
        ("Microsoft.Storage/storageAccounts/blobServices", "properties.containerDeleteRetentionPolicy.enabled", "true"),
        ("Microsoft.Storage/storageAccounts/blobServices/containers", "properties.publicAccess", "\"None\""),

        ("Microsoft.Web/serverfarms", "sku.tier", "\"FlexConsumption\""),
        ("Microsoft.Web/serverfarms", "sku.name", "\"FC1\""),
        ("Microsoft.Web/serverfarms", "properties.reserved", "true"),
        ("Microsoft.Web/sites", "identity.type", "\"UserAssigned\""),
        ("Microsoft.Web/sites", "properties.httpsOnly", "true"),
        ("Microsoft.Web/sites", "properties.functionAppConfig.runtime.name", "\"dotnet-isolated\""),
        ("Microsoft.Web/sites", "properties.functionAppConfig.runtime.version", "\"10.0\""),
        ("Microsoft.Web/sites", "properties.functionAppConfig.deployment.storage.authentication.type", "\"UserAssignedIdentity\""),
        ("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "\"1.2\""),
        ("Microsoft.Web/sites", "properties.siteConfig.scmMinTlsVersion", "\"1.2\""),
        ("Microsoft.Web/sites", "properties.siteConfig.remoteDebuggingEnabled", "false"),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", "false"),

        ("Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", "true"),
        ("Microsoft.KeyVault/vaults", "properties.enableSoftDelete", "true"),
        ("Microsoft.KeyVault/vaults", "properties.enabledForDeployment", "false"),
        ("Microsoft.KeyVault/vaults", "properties.enabledForTemplateDeployment", "false"),
        ("Microsoft.KeyVault/vaults", "properties.networkAcls.bypass", "\"None\""),

        ("Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", "true"),
        ("Microsoft.Insights/components", "properties.DisableLocalAuth", "true"),
        ("Microsoft.Insights/components", "properties.IngestionMode", "\"LogAnalytics\""),
    ];

    /// <summary>The same for the one resource of that name.</summary>
    private static readonly (string Type, string Name, string Path, string Value)[] RequiredByName =
    [
        ("Microsoft.Web/sites/config", "authsettingsV2", "properties.platform.enabled", "true"),
        ("Microsoft.Web/sites/config", "authsettingsV2", "properties.globalValidation.requireAuthentication", "false"),
        ("Microsoft.Web/sites/config", "authsettingsV2", "properties.globalValidation.unauthenticatedClientAction", "\"AllowAnonymous\""),
        ("Microsoft.Web/sites/config", "authsettingsV2", "properties.httpSettings.requireHttps", "true"),
        ("Microsoft.Web/sites/config", "authsettingsV2", "properties.identityProviders.azureActiveDirectory.enabled", "true"),
        ("Microsoft.Web/sites/config", "authsettingsV2",
            "properties.identityProviders.azureActiveDirectory.registration.clientId", "\"11111111-1111-1111-1111-111111111111\""),
        ("Microsoft.Web/sites/config", "authsettingsV2",
            "properties.identityProviders.azureActiveDirectory.registration.clientSecretSettingName",
            "\"OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID\""),
        ("Microsoft.Web/sites/config", "authsettingsV2", "properties.login.tokenStore.enabled", "true"),
        // A token of version 2.0 is for the client id: docs/deploy.md, Authentication__Audience.
        ("Microsoft.Web/sites/config", "authsettingsV2", "properties.identityProviders.azureActiveDirectory.validation.allowedAudiences",
            "[\"api://11111111-1111-1111-1111-111111111111\",\"11111111-1111-1111-1111-111111111111\"]"),
        // The token that pages get is for the app, and App Service lets it pass.
        ("Microsoft.Web/sites/config", "authsettingsV2", "properties.identityProviders.azureActiveDirectory.login.loginParameters",
            "[\"scope=openid profile email offline_access api://11111111-1111-1111-1111-111111111111/user_impersonation\"]"),
        ("Microsoft.Web/sites/config", "authsettingsV2",
            "properties.identityProviders.azureActiveDirectory.validation.defaultAuthorizationPolicy.allowedApplications",
            "[\"11111111-1111-1111-1111-111111111111\"]"),
    ];

    private static readonly Dictionary<string, string> RoleNames = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["19e7f393-937e-4f77-808e-94535e297925"] = "Storage Queue Data Reader",
        ["8a0f0c08-91a1-4084-bc3d-661d67233fed"] = "Storage Queue Data Message Processor",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    private static readonly string[] AppRoles =
    [
        "components/friending-*-insights: Monitoring Metrics Publisher",
        "queues/friending-decisions: Storage Queue Data Message Sender",
        "queues/friending-digests: Storage Queue Data Message Sender",
        "queues/friending-requests-poison: Storage Queue Data Contributor",
        "queues/friending-requests: Storage Queue Data Contributor",
        "storageAccounts/friending*: Storage Blob Data Owner",
        "tables/FriendingAudit: Storage Table Data Contributor",
        "tables/FriendingByStaff: Storage Table Data Contributor",
        "tables/FriendingDecisions: Storage Table Data Contributor",
        "tables/FriendingDigests: Storage Table Data Contributor",
        "tables/FriendingFeed: Storage Table Data Contributor",
        "tables/FriendingNotices: Storage Table Data Contributor",
        "tables/FriendingPolicies: Storage Table Data Contributor",
        "tables/FriendingRequestKeys: Storage Table Data Contributor",
        "tables/FriendingReviews: Storage Table Data Contributor",
        "tables/FriendingSubscriptions: Storage Table Data Contributor",
        "vaults/friending*: Key Vault Secrets User",
    ];

    private static readonly string[] FlowRoles =
    [
        "queues/friending-decisions: Storage Queue Data Message Processor",
        "queues/friending-decisions: Storage Queue Data Reader",
        "queues/friending-digests: Storage Queue Data Message Processor",
        "queues/friending-digests: Storage Queue Data Reader",
        "queues/friending-requests: Storage Queue Data Message Sender",
    ];

    public static TheoryData<string> Environments => [.. CompiledTemplate.Environments];

    public static TheoryData<string, string, string, string> RequiredEverywhere => new(
        from environment in CompiledTemplate.Environments
        from row in Required
        select (environment, row.Type, row.Path, row.Value));

    public static TheoryData<string, string, string, string, string> RequiredByNameEverywhere => new(
        from environment in CompiledTemplate.Environments
        from row in RequiredByName
        select (environment, row.Type, row.Name, row.Path, row.Value));

    [Theory]
    [MemberData(nameof(RequiredEverywhere))]
    public void A_security_setting_is_made(string environment, string type, string path, string value)
    {
        foreach (var resource in template.In(environment, type))
            Assert.True(resource[path] == value,
                $"{environment}: {type} {resource.LastName} has {path} = {resource[path] ?? "nothing"}, not {value}");
    }

    [Theory]
    [MemberData(nameof(RequiredByNameEverywhere))]
    public void A_security_setting_is_made_by_name(string environment, string type, string name, string path, string value)
    {
        var resource = template.In(environment, type).Single(candidate => candidate.LastName == name);

        Assert.True(resource[path] == value, $"{environment}: {name} has {path} = {resource[path] ?? "nothing"}, not {value}");
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Neither_ftp_nor_the_deployment_site_takes_a_password(string environment) =>
        Assert.Equal(
            ["ftp", "scm"],
            template.In(environment, "Microsoft.Web/sites/basicPublishingCredentialsPolicies").Select(policy => policy.LastName).Order());

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_app_may_do_what_it_needs_and_nothing_else(string environment) =>
        Assert.Equal(AppRoles, Roles(environment, principal => principal.Contains("friending-", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Environments))]
    public void A_flow_sends_requests_and_picks_up_decisions_and_digests_only(string environment) =>
        Assert.Equal(FlowRoles, Roles(environment, principal => principal == "22222222-2222-2222-2222-222222222222"));

    [Theory]
    [MemberData(nameof(Environments))]
    public void Nobody_else_is_given_a_role(string environment) =>
        Assert.Equal(AppRoles.Length + FlowRoles.Length, Roles(environment, _ => true).Length);

    [Fact]
    public void Secrets_are_secure_parameters_all_the_way()
    {
        var vault = template.Template["resources"]!["keyVault"]!["properties"]!["template"]!;

        foreach (var name in new[] { "mailClientSecret", "pseudonymKey", "smtpPassword", "teamsWebhook" })
            Assert.Equal("securestring", template.Template["parameters"]![name]!["type"]!.GetValue<string>());
        Assert.Equal("secureObject", Definition(template.Template, template.Template["parameters"]!["teamsDepartmentWebhooks"]!));
        Assert.Equal("secureObject", Definition(vault, vault["parameters"]!["secrets"]!));

        static string Definition(JsonNode document, JsonNode parameter) =>
            document["definitions"]![parameter["$ref"]!.GetValue<string>().Split('/')[^1]]!["type"]!.GetValue<string>();
    }

    // Production keeps what it holds whoever asks; a trial can be made anew under the same name at once.
    [Fact]
    public void Only_production_keeps_a_deleted_vault_and_locks_its_storage()
    {
        Assert.Equal("true", template.In("prod", "Microsoft.KeyVault/vaults").Single()["properties.enablePurgeProtection"]);
        Assert.Equal("90", template.In("prod", "Microsoft.KeyVault/vaults").Single()["properties.softDeleteRetentionInDays"]);
        Assert.Equal("\"CanNotDelete\"", template.In("prod", "Microsoft.Authorization/locks").Single()["properties.level"]);
        Assert.Null(template.In("dev", "Microsoft.KeyVault/vaults").Single()["properties.enablePurgeProtection"]);
        Assert.DoesNotContain(template.In("dev"), r => r.Type == "Microsoft.Authorization/locks");
    }

    [Fact]
    public void In_production_storage_and_vault_are_reached_through_private_endpoints_only()
    {
        foreach (var resource in template.In("prod", "Microsoft.Storage/storageAccounts")
            .Concat(template.In("prod", "Microsoft.KeyVault/vaults")))
        {
            Assert.Equal("\"Disabled\"", resource["properties.publicNetworkAccess"]);
            Assert.Equal("\"Deny\"", resource["properties.networkAcls.defaultAction"]);
        }

        Assert.Equal(
            ["friending-prod-blob", "friending-prod-queue", "friending-prod-table", "friending-prod-vault"],
            template.In("prod", "Microsoft.Network/privateEndpoints").Select(endpoint => endpoint.LastName).Order());
        Assert.EndsWith("/subnets/app\"", template.In("prod", "Microsoft.Web/sites").Single()["properties.virtualNetworkSubnetId"]);
        // Each endpoint's name leads to it in the network: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
        Assert.Equal(["blob", "queue", "table", "vault"],
            template.In("prod", "Microsoft.Network/privateEndpoints/privateDnsZoneGroups")
                .Select(g => g.Body["properties"]!["privateDnsZoneConfigs"]!.AsArray().Single()!["name"]!.GetValue<string>()).Order());
        string[] zones = ["privatelink.blob.", "privatelink.queue.", "privatelink.table.", "'.vaultcore.'"];
        Assert.All(zones, zone => Assert.Single(template.In("prod", "Microsoft.Network/privateEndpoints/privateDnsZoneGroups"),
            g => g["properties.privateDnsZoneConfigs"]!.Contains(zone, StringComparison.Ordinal)
                || Regex.Unescape(g["properties.privateDnsZoneConfigs"]!).Contains(zone, StringComparison.Ordinal)));
        var network = template.In("prod", "Microsoft.Network/virtualNetworks").Single();
        Assert.Equal(Enumerable.Repeat($"\"{network.Id}\"", 4),
            template.In("prod", "Microsoft.Network/privateDnsZones/virtualNetworkLinks").Select(l => l["properties.virtualNetwork.id"]));
    }

    [Fact]
    public void In_development_there_is_no_private_network()
    {
        Assert.DoesNotContain(template.In("dev"), resource => resource.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.Null(template.In("dev", "Microsoft.Web/sites").Single()["properties.virtualNetworkSubnetId"]);
    }

    /// <summary>"scope: role" of every role assignment to the principals asked for; names that hold a hash or
    /// environment are shortened.</summary>
    private string[] Roles(string environment, Func<string, bool> principal) =>
        [.. template.In(environment, "Microsoft.Authorization/roleAssignments")
            .Where(assignment => principal(assignment.Body["properties"]!["principalId"]!.GetValue<string>()))
            .Select(assignment => $"{Scope(assignment.Id)}: {Role(assignment)}")
            .Order(StringComparer.Ordinal)];

    private static string Scope(string assignmentId)
    {
        var parts = assignmentId[..assignmentId.LastIndexOf("/providers/", StringComparison.Ordinal)].Split('/');
        var name = Variable().Replace(parts[^1], match => match.Groups["insights"].Success ? "friending-*-insights" : "friending*");
        return $"{parts[^2]}/{name}";
    }

    private static string Role(Resource assignment)
    {
        var id = assignment.Body["properties"]!["roleDefinitionId"]!.GetValue<string>().Split('/')[^1];
        return RoleNames.GetValueOrDefault(id, $"a role that no test knows: {id}");
    }

    [GeneratedRegex("^friending(-[a-z]+-(?<insights>insights)|(dev|prod)[a-z0-9]+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
