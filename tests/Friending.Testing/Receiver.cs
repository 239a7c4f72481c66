using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Friending.Testing;

/// <summary>Somebody's web server on this machine, which is called back.</summary>
public sealed class Receiver : IAsyncDisposable
{
    /// <summary>In the place of a status: the connection breaks when the call has arrived.</summary>
    public const int NoAnswer = 0;

    private readonly WebApplication _app;

    private Receiver(WebApplication app) => _app = app;

    /// <summary>The address to call, with a secret in it as such addresses have.</summary>
    public string Address => $"{_app.Urls.First()}/hook?sig=s3cret";

    /// <summary>What was posted: path, media type, headers and body.</summary>
    public ConcurrentQueue<(string Path, string? MediaType, string? TraceParent, string Body)> Calls { get; } = new();

    /// <summary>The status of the next answers; the last one stays.</summary>
    public ConcurrentQueue<int> Statuses { get; } = new();

    /// <summary>How long to wait, as 429 and 503 say; null: they do not say.</summary>
    public string? RetryAfter { get; set; }

    public static async Task<Receiver> StartAsync(params int[] statuses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new Receiver(app);
        foreach (var status in statuses)
            receiver.Statuses.Enqueue(status);
        app.Run(receiver.HandleAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var body = new StreamReader(context.Request.Body);
        Calls.Enqueue(
            (context.Request.Path, context.Request.ContentType, context.Request.Headers.TraceParent, await body.ReadToEndAsync()));
        var status = 204;
        if (Statuses.Count > 1)
            Statuses.TryDequeue(out status);
        else if (Statuses.TryPeek(out var last))
            status = last;
        if (status == NoAnswer)
        {
            context.Abort();
            return;
        }
        if (status is >= 300 and < 400)
            context.Response.Headers.Location = "/elsewhere";
        if (status is 429 or 503 && RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait;
        context.Response.StatusCode = status;
    }
}
