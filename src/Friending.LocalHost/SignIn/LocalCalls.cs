using System.Net;
using Microsoft.Net.Http.Headers;

namespace Friending.LocalHost.SignIn;

/// <summary>
/// Calls from this machine, and only those: the key that everybody knows is no key for others. A page elsewhere could have its own
/// name lead to this machine (DNS rebinding): the browser then says that name as the host. A tunnel or a proxy connects from here too,
/// and says for whom in a header.
/// </summary>
internal sealed class LocalCalls : IStartupFilter
{
    private const string KeyHeader = "x-functions-key";

    // https://www.rfc-editor.org/rfc/rfc7239, RFC 9110 section 7.6.3, and what tunnels and content networks write instead.
    private static readonly string[] s_forwarding =
        ["Forwarded", HeaderNames.Via, "X-Real-IP", "X-Client-IP", "X-Original-Host", "X-Original-URL", "CF-Connecting-IP",
            "True-Client-IP"];

    private const string ForwardingPrefix = "X-Forwarded-";

    /// <summary>Whether the call comes from this machine, for this machine, and through nobody.</summary>
    internal static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
        && IsLoopback(context.Request.Headers.Host.ToString())
        && !context.Request.Headers.Any(h =>
            h.Key.StartsWith(ForwardingPrefix, StringComparison.OrdinalIgnoreCase)
                || s_forwarding.Contains(h.Key, StringComparer.OrdinalIgnoreCase));

    /// <summary>Takes the development key from a call that is not from here; the call then has no credential.</summary>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, run) =>
        {
            if (context.Request.Headers[KeyHeader] == LocalHost.DevelopmentKey && !IsFromHere(context))
                context.Request.Headers.Remove(KeyHeader);
            return run(context);
        });
        next(app);
    };

    // The header, not HttpRequest.Host, which throws where a name is no valid Punycode.
    private static bool IsLoopback(string? host) =>
        Uri.TryCreate($"http://{host}", UriKind.Absolute, out var called)
        && (called.Host is "localhost"
            || (IPAddress.TryParse(called.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)));
}
