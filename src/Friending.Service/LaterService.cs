using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Friending.Service;

/// <summary>Background work that leaves a host's start alone: see <see cref="AddLaterService"/>.</summary>
public static class LaterService
{
    // Code that runs for the first time is compiled then, and work that talks to storage has much of it: beside it, a first answer
    // takes twice as long on two processors.
    private static readonly TimeSpan s_later = TimeSpan.FromSeconds(1);

    /// <summary>Adds a background service that is made, and begins, a second after the host has begun to serve, so that its first callers go first.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="make">Makes the service.</param>
    public static IServiceCollection AddLaterService(this IServiceCollection services, Func<IServiceProvider, BackgroundService> make) =>
        services.AddSingleton<IHostedService>(s => new Later(s, make, s.GetRequiredService<IHostApplicationLifetime>()));

    private sealed class Later(IServiceProvider services, Func<IServiceProvider, BackgroundService> make, IHostApplicationLifetime host) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using (host.ApplicationStarted.Register(started.SetResult))
                await started.Task.WaitAsync(stoppingToken);
            await Task.Delay(s_later, stoppingToken);

            using var service = make(services);
            // What stops this stops it too.
            await service.StartAsync(stoppingToken);
            await service.ExecuteTask!;
        }
    }
}
