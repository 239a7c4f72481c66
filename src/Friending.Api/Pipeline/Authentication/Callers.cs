using Microsoft.AspNetCore.Authorization;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>Who may call an endpoint. What a caller may see of the data is decided in its handler.</summary>
internal static class Callers
{
    /// <summary>Any caller with a credential.</summary>
    internal static AuthorizationPolicy AnyCaller { get; } = Of(new("any caller", _ => true));

    /// <summary>Every signed-in person, and programs with one of the roles.</summary>
    internal static AuthorizationPolicy PersonsOr(params Role[] roles) =>
        Of(new(roles.Length == 0 ? "persons" : $"persons, {string.Join(", ", roles)}",
            c => c.StaffId is not null || Array.Exists(roles, c.Has)));

    /// <summary>Only callers with one of the roles.</summary>
    internal static AuthorizationPolicy Only(params Role[] roles) => Of(new(string.Join(", ", roles), c => Array.Exists(roles, c.Has)));

    /// <summary>Whom a policy lets in, in words.</summary>
    internal static string Describe(AuthorizationPolicy policy) =>
        string.Join("; ", policy.Requirements.OfType<CallerRequirement>().Select(r => r.Description));

    private static AuthorizationPolicy Of(CallerRequirement requirement) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(requirement).Build();

    /// <summary>Lets in the callers that a predicate accepts.</summary>
    private sealed class CallerRequirement(string description, Func<Caller, bool> allows)
        : AuthorizationHandler<CallerRequirement>, IAuthorizationRequirement
    {
        /// <summary>Whom, in words.</summary>
        internal string Description { get; } = description;

        /// <inheritdoc/>
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, CallerRequirement requirement)
        {
            if (requirement.Allows(new(context.User)))
                context.Succeed(requirement);
            return Task.CompletedTask;
        }

        private bool Allows(Caller caller) => allows(caller);
    }
}
