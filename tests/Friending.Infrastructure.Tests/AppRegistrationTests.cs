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

    // A role that is disabled, or for programs only, is given to nobody; ids are unique in the registration:
    // https://learn.microsoft.com/graph/api/resources/approle
    [Fact]
    public void Each_role_can_be_given_to_people()
    {
        var roles = s_registration.GetProperty("appRoles").EnumerateArray().ToList();

        Assert.All(roles, r => Assert.True(r.GetProperty("isEnabled").GetBoolean()));
        Assert.All(roles, r => Assert.Contains("User", r.GetProperty("allowedMemberTypes").EnumerateArray().Select(t => t.GetString())));
        Assert.Distinct(roles.Select(r => r.GetProperty("id").GetGuid()));
    }

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
        var scope = Assert.Single(s_registration.GetProperty("api").GetProperty("oauth2PermissionScopes").EnumerateArray());

        // People consent to it themselves where the tenant lets them: https://learn.microsoft.com/graph/api/resources/permissionscope
        Assert.Equal((true, "User"), (scope.GetProperty("isEnabled").GetBoolean(), scope.GetProperty("type").GetString()));
        Assert.Contains($"/{scope.GetProperty("value")}'", File.ReadAllText(Path.Combine(Bicep.Folder, "modules", "function-app.bicep")),
            StringComparison.Ordinal);
    }
}
