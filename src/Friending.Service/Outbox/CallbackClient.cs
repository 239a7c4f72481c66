using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Friending.Service.Outbox;

/// <summary>What came of a call.</summary>
public enum CallbackResult
{
    /// <summary>It was answered with a status of 2xx.</summary>
    Delivered,

    /// <summary>It may do another time.</summary>
    Failed,

    /// <summary>It must not be called.</summary>
    Refused,

    /// <summary>It is gone for good (410).</summary>
    Gone,
}

/// <summary>What came of a call, and why.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Why">What went wrong, in words that hold nothing of the address; empty if nothing did.</param>
/// <param name="RetryAfter">How long the server asks to wait before the next call (RFC 9110, section
/// 10.2.3); null if it does not say.</param>
/// <param name="IsUnanswered">Whether there was a connection and no answer: the call may have arrived.</param>
public sealed record CallbackOutcome(CallbackResult Result, string Why, TimeSpan? RetryAfter = null, bool IsUnanswered = false)
{
    /// <summary>The result and why.</summary>
    public void Deconstruct(out CallbackResult result, out string why) => (result, why) = (Result, Why);
}

/// <summary>
/// Posts events to callbacks. The rules are applied again at each call, and the address that is connected to is checked,
/// whatever name it was found under: a name may lead elsewhere than it did. Redirects are not followed.
/// </summary>
public sealed class CallbackClient : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    private readonly CallbackRules _rules;
    private readonly bool _allowsLocal;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _lookUp;
    private readonly HttpClient _http;

    /// <summary>A client that looks names up as the machine does.</summary>
    public CallbackClient(CallbackRules rules, IOptions<CallbackOptions> options)
        : this(rules, options, Dns.GetHostAddressesAsync)
    {
    }

    internal CallbackClient(CallbackRules rules, IOptions<CallbackOptions> options,
        Func<string, CancellationToken, Task<IPAddress[]>> lookUp)
    {
        _rules = rules;
        _allowsLocal = options.Value.AllowsLocal;
        _lookUp = lookUp;
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            // Names are looked up again after a while.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, cancellation),
        })
        {
            Timeout = s_timeout,
        };
    }

    /// <summary>Posts the event.</summary>
    public async Task<CallbackOutcome> SendAsync(string address, ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        _rules.WhyNot(address) is { } why
            ? new(CallbackResult.Refused, why) : await PostAsync(address, body, DecisionEvent.MediaType, cancellation);

    /// <summary>
    /// Posts JSON to an address of the settings: to any host, not only those on the list; else as <see cref="SendAsync"/>.
    /// </summary>
    public async Task<CallbackOutcome> PostAsync(string address, ReadOnlyMemory<byte> body, string mediaType,
        CancellationToken cancellation)
    {
        if (_rules.WhyNotAnyHost(address) is { } why)
            return new(CallbackResult.Refused, why);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType) { CharSet = "utf-8" };
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.StatusCode switch
            {
                >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new(CallbackResult.Delivered, ""),
                HttpStatusCode.Gone => new(CallbackResult.Gone, "HTTP 410"),
                var status =>
                    new(CallbackResult.Failed, FormattableString.Invariant($"HTTP {(int)status}"), Delay(response.Headers.RetryAfter)),
            };
        }
        catch (HttpRequestException e) when (e.InnerException is RefusedAddressException)
        {
            return new(CallbackResult.Refused, "the host's address is not public");
        }
        catch (HttpRequestException e)
        {
            var isConnected = e.HttpRequestError is not (
                HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError);
            return new(CallbackResult.Failed, e.HttpRequestError.ToString(), IsUnanswered: isConnected);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(CallbackResult.Failed, "no answer in time", IsUnanswered: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    // Seconds, or a date.
    private static TimeSpan? Delay(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? header?.Date - DateTimeOffset.UtcNow) is { } delay && delay > TimeSpan.Zero ? delay : null;

    private async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, CancellationToken cancellation)
    {
        var addresses = await _lookUp(endPoint.Host, cancellation);
        // All of them: a name that has one private address besides public ones is refused.
        if (!Array.TrueForAll(addresses, a => CallbackAddresses.IsPublic(a) || _allowsLocal && IPAddress.IsLoopback(a)))
            throw new RefusedAddressException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, endPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class RefusedAddressException() : IOException("The address is not public.");
}
