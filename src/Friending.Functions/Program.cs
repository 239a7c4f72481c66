using Friending.Api;
using Friending.Functions;
using Friending.Policy;
using Friending.Service;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.Services.AddFriendingService(builder.Configuration);
    builder.Services.AddFriendingApi(builder.Configuration);
    builder.Services.AddSingleton<FriendingPipeline>();
    builder.Services.AddFriendingTelemetry(builder.Configuration);
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception e) when (e is PolicyException or OptionsValidationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
