using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Decisions;

internal static class DecisionServices
{
    /// <summary>Adds what puts decisions into words, keeps and reads them.</summary>
    internal static IServiceCollection AddDecisions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OfferedGroups>().Bind(configuration.GetSection(OfferedGroups.Section))
            .Validate(o => o.All(g => g.IsValid()),
                "Each of Groups:N needs a Name of one line, up to 100 characters, and an https Address.")
            .ValidateOnStart();
        services.AddOptions<ReviewOptions>().Bind(configuration.GetSection(ReviewOptions.Section)).Checked();
        return services.AddSingleton<ReviewDeadline>().AddSingleton<RelaySignal>().AddSingleton<DecisionStore>()
            .AddSingleton<DecisionScan>();
    }
}
