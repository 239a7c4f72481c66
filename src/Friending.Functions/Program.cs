using Friending.Api;
using Friending.Functions;
using Friending.Service;
using Friending.Service.Policies;
using Friending.Service.Storage;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

try
{
    // Beside the rest of the start, which does not need it. Settings are the environment's, as they are the builder's.
    var policy = Task.Run(() => PolicyFiles.LoadConfigured(new ConfigurationBuilder().AddEnvironmentVariables().Build()));
    // The platform starts the worker again when they change; no file is watched.
    var builder = FunctionsApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
    builder.ConfigureFunctionsWebApplication();
    builder.Services.AddHttpPort();
    builder.Services.AddFriendingService(builder.Configuration, policy);
    builder.Services.AddFriendingApi(builder.Configuration);
    builder.Services.AddSingleton<FriendingPipeline>();
    // The host reports each request; the worker reports each function, as a part of it.
    builder.Services.AddFriendingTelemetry(builder.Configuration, telemetry => telemetry.UseFunctionsWorkerDefaults());
    // The frameworks' log of each call is in its trace.
    builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
    // A host checks the settings before it starts anything; here that is done beside the rest.
    var checks = builder.Services.Single(s => s.ServiceType == typeof(IStartupValidator));
    builder.Services.Remove(checks);
    using var host = builder.Build();
    var settings = Task.Run(() =>
        ((IStartupValidator)ActivatorUtilities.CreateInstance(host.Services, checks.ImplementationType!)).Validate());
    // Storage is opened and the endpoints are built while the platform lists and loads the functions, not while the first caller waits.
    var prepared = Task.Run(() =>
    {
        host.Services.GetRequiredService<StorageAccount>();
        return host.Services.GetRequiredService<FriendingPipeline>().PrepareAsync();
    });
    Exception? failed = null;
    // Read when the host begins to stop: what is cancelled then may fail too, but is not the cause.
    var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
    stopping.Register(() =>
        failed = host.Services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Select(b => b.ExecuteTask?.Exception?.InnerException).FirstOrDefault(e => e is not null));
    try
    {
        // Of several that fail, the first is told: it may be why the others did.
        await Task.WhenAll(settings, policy, prepared, host.StartAsync());
    }
    catch (OperationCanceledException) when (stopping.IsCancellationRequested)
    {
        // It was to end before it had started, which is no failure.
    }
    await host.WaitForShutdownAsync();
    // The Functions host starts a worker again unless it ended with 0, which says that it was asked to end.
    if (failed is not null)
        throw failed;
    return 0;
}
catch (Exception e)
{
    await Console.Error.WriteLineAsync(StartFailure.Describe(e));
    return 1;
}
