using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Retention;

internal static class RetentionServices
{
    /// <summary>Adds what deletes expired decisions and erases persons.</summary>
    internal static IServiceCollection AddRetention(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).Checked();
        return services.AddSingleton<DecisionPurge>().AddSingleton<StaffErasure>();
    }
}
