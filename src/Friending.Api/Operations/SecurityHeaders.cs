using Friending.Service;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>
/// What every answer tells browsers and caches: keep nothing, guess no type, load nothing, be framed by nobody. A page that
/// loads something of its own states another <c>Content-Security-Policy</c> after this.
/// </summary>
public static class SecurityHeaders
{
    /// <summary>Sets the headers.</summary>
    public static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Behind a front end every call arrives without TLS: what counts is the address that people use.
        if (context.RequestServices.GetRequiredService<IOptions<PublicUrlOptions>>().Value.PublicUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true)
            headers.StrictTransportSecurity = "max-age=31536000";
    }
}
