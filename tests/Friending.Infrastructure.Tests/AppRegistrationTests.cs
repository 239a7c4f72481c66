using System.Text.Json;
using Friending.Api.Pipeline.Authentication;

namespace Friending.Infrastructure.Tests;

/// <summary>What the app registration is told is what the service reads in tokens.</summary>
public class AppRegistrationTests
{
    private static readonly JsonElement s_registration =
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(Bicep.Folder, "app-registration.json")));

    [Fact]
    public void Its_roles_are_those_of_the_service() => Assert.Equal(
        Enum.GetNames<Role>(),
        s_registration.GetProperty("appRoles").EnumerateArray().Select(r => r.GetProperty("value").GetString()));

    [Fact]
    public void Its_tokens_are_of_the_version_whose_claims_are_read() =>
        Assert.Equal(2, s_registration.GetProperty("api").GetProperty("requestedAccessTokenVersion").GetInt32());

    // App Service signs people in by the hybrid flow; a registration without ID tokens answers AADSTS700054:
    // https://learn.microsoft.com/azure/app-service/configure-authentication-provider-aad
    [Fact]
    public void It_issues_id_tokens_as_sign_in_by_the_platform_needs() =>
        Assert.True(s_registration.GetProperty("web").GetProperty("implicitGrantSettings").GetProperty("enableIdTokenIssuance")
            .GetBoolean());

    [Fact]
    public void Its_scope_is_the_one_that_the_template_has_people_sign_in_for()
    {
        var scope = Assert.Single(s_registration.GetProperty("api").GetProperty("oauth2PermissionScopes").EnumerateArray())
            .GetProperty("value").GetString();

        Assert.Contains($"/{scope}'", File.ReadAllText(Path.Combine(Bicep.Folder, "modules", "function-app.bicep")),
            StringComparison.Ordinal);
    }
}
