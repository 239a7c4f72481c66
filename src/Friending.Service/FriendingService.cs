using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Digests.Counting;
using Friending.Service.Digests.Sending;
using Friending.Service.Intake;
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
    public static IServiceCollection AddFriendingService(this IServiceCollection services, IConfiguration configuration, Task<PolicyDecisionPoint>? policy = null)
    {
        KeyVaultReferences.RefuseUnresolved(configuration);
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        policy ??= Task.FromResult(PolicyFiles.LoadConfigured(configuration));
        services.AddSingleton(_ => policy.GetAwaiter().GetResult());
        services.AddSingleton<StorageAccount>();
        services.AddSingleton<DecisionStore>();
        services.AddSingleton<DecisionScan>();
        services.AddSingleton<RequestKeyStore>();
        services.AddSingleton<MessageKeyStore>();
        services.AddSingleton<PolicyArchive>();
        services.AddSingleton<PolicyReplay>();
        services.AddSingleton<ReviewList>();
        services.AddSingleton<RequestDecider>();
        services.AddSingleton<ReviewDesk>();
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DecisionPurge>();
        services.AddOptions<CallbackOptions>().Bind(configuration.GetSection(CallbackOptions.Section));
        services.AddSingleton<AcceptedRequests>();
        services.AddSingleton<RequestAcceptance>();
        services.AddSingleton<PoisonEntries>();
        services.AddSingleton<RequestIntake>();
        services.AddSingleton<CallbackRules>();
        services.AddSingleton<CallbackClient>();
        services.AddSingleton<OutboxRelay>();
        services.AddSingleton<RelaySignal>();
        services.AddHostedService<RelayWorker>();
        services.AddSingleton<Measurements>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AuditCheck>();
        services.AddSingleton<StaffErasure>();
        services.AddHostedService<PolicyChoice>();
        services.AddOptions<PublicUrlOptions>().Bind(configuration.GetSection(PublicUrlOptions.Section))
            .Validate(o => o.IsValid(), "The setting Friending:PublicUrl must be an https address without user, query and fragment, such as https://friending.example.org.")
            .ValidateOnStart();
        services.AddDigestChannels(configuration);
        services.AddOptions<TimeZoneOptions>().Bind(configuration.GetSection(TimeZoneOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<DigestOptions>().Bind(configuration.GetSection(DigestOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<DigestCounter>();
        services.AddSingleton<DigestComposer>();
        services.AddSingleton<DigestSchedule>();
        services.AddSingleton<DigestStore>();
        services.AddSingleton<DigestSender>();
        return services;
    }
}
