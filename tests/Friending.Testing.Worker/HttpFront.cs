using System.Net;
using Friending.Testing.Worker.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Friending.Testing.Worker;

/// <summary>
/// The HTTP side of the host: finds the function for a path and a method, and forwards the request to the worker beside the invocation,
/// with the library and the settings of the host's <c>DefaultHttpProxyService</c>.
/// </summary>
internal sealed class HttpFront : IAsyncDisposable
{
    // ScriptConstants.DefaultMaxRequestBodySize of the host.
    private const long MaxRequestBodySize = 104_857_600;

    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _client;

    private HttpFront(WebApplication app, HttpMessageInvoker client) => (_app, _client) = (app, client);

    /// <summary>Where it listens.</summary>
    public Uri Address => FunctionsHost.AddressOf(_app);

    /// <summary>Starts taking requests for the functions that the worker has listed.</summary>
    public static async Task<HttpFront> StartAsync(FunctionsHost host)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodySize;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        // On Azure the host takes the last hop, which the platform's front end has written, as who calls:
        // https://learn.microsoft.com/aspnet/core/host-and-deploy/proxy-load-balancer. The forwarder replaces the header with that address:
        // https://github.com/dotnet/yarp/pull/1099.
        app.UseForwardedHeaders(new() { ForwardedHeaders = ForwardedHeaders.XForwardedFor });
        var client = new HttpMessageInvoker(
            new RetriedConnection(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }));
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        var worker = host.Capabilities["HttpUri"];
        foreach (var function in host.Functions.Where(f => f.Trigger.Type == "httpTrigger"))
        {
            var route = app.Map(function.Trigger.Route!, context => ForwardAsync(context, function));
            if (function.Trigger.Methods is { Count: > 0 } methods)
                route.WithMetadata(new Microsoft.AspNetCore.Routing.HttpMethodMetadata(methods));
        }
        await app.StartAsync();
        return new(app, client);

        async Task ForwardAsync(HttpContext context, ListedFunction function)
        {
            var invocationId = Guid.NewGuid().ToString();
            context.Request.Headers["x-ms-invocation-id"] = invocationId;
            var invoked = host.InvokeForwardedAsync(function, invocationId, context.Request.Headers.TraceParent.ToString());
            var forwarded =
                forwarder.SendAsync(context, worker, client, new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(240) });
            var answer = await invoked;
            if (await forwarded is not ForwarderError.None and var error)
                throw new InvalidOperationException($"Failed to forward the request: {error}");
            if (answer.InvocationResponse.Result.Status == StatusResult.Types.Status.Failure && !context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }
}
