using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Auditing;

internal static class AuditServices
{
    /// <summary>Adds the audit trail, its seals and its check, and the logs of restores and erasures.</summary>
    internal static IServiceCollection AddAuditing(this IServiceCollection services) => services
        .AddSingleton<AuditTrail>()
        .AddSingleton<AuditSeals>()
        .AddSingleton<ErasureLog>()
        .AddSingleton<RestoreLog>()
        .AddSingleton<AuditCheck>()
        .AddSingleton<DecisionCheck>()
        .AddHostedService<AuditSealing>()
        .AddHostedService<PolicyChoice>();
}
