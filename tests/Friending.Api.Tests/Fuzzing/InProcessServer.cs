using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>
/// A server without sockets: hands requests to the application's whole pipeline (routing, status pages, operations) and keeps
/// what it answers. It takes anything for a request, also what Kestrel would refuse before the application sees it, since
/// another host may have another server before it.
/// </summary>
internal sealed class InProcessServer : IServer
{
    private Func<IFeatureCollection, Task>? _process;

    /// <inheritdoc/>
    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _process = async features =>
        {
            var context = application.CreateContext(features);
            try
            {
                await application.ProcessRequestAsync(context);
                application.DisposeContext(context, null);
            }
            catch (Exception e)
            {
                application.DisposeContext(context, e);
                throw;
            }
        };
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    /// <summary>What the application answers; an exception that left the pipeline comes out as it is.</summary>
    internal async Task<FuzzAnswer> AnswerAsync(FuzzRequest request, Stream body, CancellationToken aborted = default)
    {
        var headers = new HeaderDictionary();
        foreach (var (name, value) in request.Headers)
            headers.Append(name, value);
        // Not fuzzed: no server gives the application a host that is none, and its logging could not write one.
        headers["Host"] = "localhost";
        using var answered = new MemoryStream();
        var response = new HttpResponseFeature();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = "HTTP/1.1",
            Scheme = "http",
            Method = request.Method,
            Path = request.Path,
            QueryString = request.Query,
            RawTarget = request.Path + request.Query,
            Headers = headers,
            Body = body,
        });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answered));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = aborted });
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature
        { RemoteIpAddress = IPAddress.Loopback, LocalIpAddress = IPAddress.Loopback });
        await _process!(features);
        await features.Get<IHttpResponseBodyFeature>()!.CompleteAsync();
        return new(response.StatusCode, response.Headers, Decoded(answered, response.Headers.ContentEncoding.ToString()));
    }

    // As a client reads it that has said which encodings it takes.
    private static byte[] Decoded(MemoryStream body, string encoding)
    {
        body.Position = 0;
        if (body.Length == 0)
            return [];
        using Stream decoded = encoding switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var whole = new MemoryStream();
        decoded.CopyTo(whole);
        return whole.ToArray();
    }
}

/// <summary>What was answered.</summary>
internal sealed record FuzzAnswer(int Status, IHeaderDictionary Headers, byte[] Body);
