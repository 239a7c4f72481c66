using Friending.Policy;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Friending.Service;

/// <summary>Wires the service; every host calls this once.</summary>
public static class FriendingService
{
    /// <summary>Adds what the service needs, with its settings from <paramref name="configuration"/>.</summary>
    /// <exception cref="PolicyException">The policy document is refused.</exception>
    public static IServiceCollection AddFriendingService(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(DefaultPolicy.Load());
        services.AddSingleton<StorageAccount>();
        services.AddSingleton<DecisionStore>();
        services.AddSingleton<DecisionScan>();
        services.AddSingleton<RequestKeyStore>();
        services.AddSingleton<PolicyArchive>();
        services.AddSingleton<ReviewList>();
        services.AddSingleton<RequestDecider>();
        services.AddSingleton<ReviewDesk>();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DecisionPurge>();
        return services;
    }
}
