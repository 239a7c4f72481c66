using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Outbox;

internal static class OutboxServices
{
    /// <summary>Adds what delivers events.</summary>
    internal static IServiceCollection AddOutbox(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CallbackOptions>().Bind(configuration.GetSection(CallbackOptions.Section)).Checked();
        return services
            .AddSingleton<CallbackRules>()
            .AddSingleton<CallbackClient>()
            .AddSingleton<Subscriptions>()
            .AddSingleton<EventDelivery>()
            .AddSingleton<OutboxRelay>()
            .AddHostedService<RelayWorker>();
    }
}
