using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Backup;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Feed;
using Friending.Service.Intake;
using Friending.Service.Notices;
using Friending.Service.Outbox;
using Friending.Service.Policies;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Friending.Service;

/// <summary>Wires the service; every host calls this once.</summary>
public static class FriendingService
{
    /// <summary>Adds what the service needs, with its settings from <paramref name="configuration"/>.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's settings.</param>
    /// <param name="policy">The policy, of a host that loads it beside the rest of its start; null: it is loaded here.</param>
    /// <exception cref="PolicyException">The policy document is refused.</exception>
    /// <exception cref="OptionsValidationException">
    /// The setting <c>Policy:Path</c> names no policy document, or a setting is a Key Vault reference that was not resolved.
    /// </exception>
    public static IServiceCollection AddFriendingService(this IServiceCollection services, IConfiguration configuration,
        Task<PolicyDecisionPoint>? policy = null)
    {
        KeyVaultReferences.RefuseUnresolved(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<PublicUrlOptions>().Bind(configuration.GetSection(PublicUrlOptions.Section))
            .Validate(o => o.IsValid(),
                "The setting Friending:PublicUrl must be an https address without user, query and fragment, such as "
                    + "https://friending.example.org.")
            .ValidateOnStart();
        services.AddOptions<TimeZoneOptions>().Bind(configuration.GetSection(TimeZoneOptions.Section)).Checked();
        return services
            .AddSingleton(typeof(Lazy<>), typeof(OnFirstUse<>))
            .AddStorage(configuration)
            .AddDecisions(configuration)
            .AddPolicies(configuration, policy)
            .AddAuditing()
            .AddRequests()
            .AddReviews()
            .AddFeed()
            .AddOutbox(configuration)
            .AddIntake()
            .AddRetention(configuration)
            .AddBackup()
            .AddDigests(configuration)
            .AddNotices(configuration)
            .AddSingleton<Measurements>();
    }
}
