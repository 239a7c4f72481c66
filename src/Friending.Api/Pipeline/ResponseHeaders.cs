using Friending.Service;
using Microsoft.Extensions.Options;

namespace Friending.Api.Pipeline;

/// <summary>
/// The headers that every response has: no caching, no guessing of types, no loading of other resources, no framing. A page
/// states a <c>Content-Security-Policy</c> of its own after this. <c>X-Request-ID</c> is echoed.
/// </summary>
internal sealed class ResponseHeaders(RequestDelegate next, IOptions<PublicUrlOptions> address)
{
    private const string RequestId = "X-Request-ID";

    // Behind a front end every request arrives without TLS: what counts is the address that people use.
    private readonly bool _isHttps = address.Value.PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Sets the headers and goes on. An exception handler clears them, so they are set once more then.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        context.Features.Set(this);
        Set(context);
        return next(context);
    }

    /// <summary>Sets the headers again, on a response that was cleared.</summary>
    internal static void Restore(HttpContext context) => context.Features.Get<ResponseHeaders>()?.Set(context);

    private void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (_isHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        // Echoed only if it is safe in a log and a header.
        if (context.Request.Headers.TryGetValue(RequestId, out var id)
            && id is [{ Length: > 0 and <= 1024 } text] && text.All(c => c is >= ' ' and < '\x7f'))
            headers[RequestId] = text;
    }
}
