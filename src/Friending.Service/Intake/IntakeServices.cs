using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Intake;

internal static class IntakeServices
{
    /// <summary>Adds what puts requests on the queue and takes them off it.</summary>
    internal static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton<AcceptedRequests>()
        .AddSingleton<RequestAcceptance>()
        .AddSingleton<PoisonEntries>()
        .AddSingleton<PoisonDesk>()
        .AddSingleton<PoisonedByHost>()
        .AddSingleton<RequestIntake>();
}
