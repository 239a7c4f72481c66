using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Decisions;

internal static class DecisionServices
{
    /// <summary>Adds what keeps and reads decisions.</summary>
    internal static IServiceCollection AddDecisions(this IServiceCollection services) =>
        services.AddSingleton<RelaySignal>().AddSingleton<DecisionStore>().AddSingleton<DecisionScan>();
}
