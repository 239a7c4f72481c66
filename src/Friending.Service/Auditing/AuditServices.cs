using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Auditing;

internal static class AuditServices
{
    /// <summary>Adds the audit trail, its seals and its check.</summary>
    internal static IServiceCollection AddAuditing(this IServiceCollection services) => services
        .AddSingleton<AuditTrail>()
        .AddSingleton<AuditSeals>()
        .AddSingleton<RestoreLog>()
        .AddSingleton<AuditCheck>()
        .AddSingleton<DecisionCheck>()
        .AddHostedService<AuditSealing>()
        .AddHostedService<PolicyChoice>();
}
