using Friending.Policy.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Policies;

internal static class PolicyServices
{
    /// <summary>Adds the policy in force, what keeps earlier ones, and what replays decisions.</summary>
    internal static IServiceCollection AddPolicies(
        this IServiceCollection services, IConfiguration configuration, Task<PolicyDecisionPoint>? policy)
    {
        policy ??= Task.FromResult(PolicyFiles.LoadConfigured(configuration));
        return services
            .AddSingleton(_ => policy.GetAwaiter().GetResult())
            .AddSingleton<PolicyArchive>()
            .AddSingleton<PolicyReplay>();
    }
}
