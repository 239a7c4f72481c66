using Microsoft.AspNetCore.Authorization;

namespace Friending.Api;

/// <summary>Who may call an operation. What a caller may see of the data is decided there; this is the door.</summary>
public sealed class Access
{
    private Access(string description, AuthorizationPolicy? policy) => (Description, Policy) = (description, policy);

    /// <summary>Anyone, without a credential.</summary>
    public static Access Open { get; } = new("open", null);

    /// <summary>Any caller with a credential.</summary>
    public static Access AnyCaller { get; } = new("any caller", new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

    /// <summary>Every signed-in person, and programs with one of the roles.</summary>
    public static Access PersonsOr(params Role[] roles)
    {
        string[] names = [.. roles.Select(r => r.ToString())];
        return new(
            $"persons, {string.Join(", ", roles)}",
            new AuthorizationPolicyBuilder()
                .RequireAssertion(c => Array.Exists(names, c.User.IsInRole) || c.User.HasClaim(claim => claim.Type == Caller.StaffIdClaim))
                .Build());
    }

    /// <summary>Only callers with one of the roles.</summary>
    public static Access Only(params Role[] roles) => new(
        string.Join(", ", roles),
        new AuthorizationPolicyBuilder().RequireRole(roles.Select(r => r.ToString())).Build());

    /// <summary>In words, as documentation shows it.</summary>
    public string Description { get; }

    /// <summary>The rule; null for open operations.</summary>
    internal AuthorizationPolicy? Policy { get; }
}
