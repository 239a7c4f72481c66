using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Friending.Api;

/// <summary>
/// Decides who calls, and is the only place that does. People send a token in <c>Authorization</c>, programs a key in
/// <c>x-functions-key</c>. Both at once is an error and no choice: a caller has one identity (RFC 6750, section 2).
/// </summary>
internal static class Credentials
{
    private const string Bearer = TokenAuthentication.SchemeName;
    private const string Key = $"Key realm=\"{KnownKeys.Header}\"";

    /// <summary>Who calls; or, where nobody can be made out, the problem to answer with.</summary>
    internal static async ValueTask<(Caller? Caller, IResult? Refused)> ReadAsync(HttpContext context)
    {
        var hasToken = context.Request.Headers.ContainsKey(HeaderNames.Authorization);
        if (hasToken && context.Request.Headers.ContainsKey(KnownKeys.Header))
        {
            Challenge(context, $"{Bearer} error=\"invalid_request\"");
            return (null, Problems.Of(400, "two-credentials", "Two credentials", "Send a key or a bearer token, not both."));
        }
        // A host that no issuer was named to knows keys only.
        var isPerson = hasToken && await context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>().GetSchemeAsync(Bearer) is not null;
        if (!isPerson)
        {
            if (context.RequestServices.GetRequiredService<KnownKeys>().Find(context) is { } program)
                return (program, null);
            Challenge(context, Bearer);
            return (null, Problems.Unauthenticated);
        }
        var authentication = context.RequestServices.GetRequiredService<IAuthenticationService>();
        var result = await authentication.AuthenticateAsync(context, Bearer);
        if (result.Succeeded)
            return (new(result.Principal), null);
        if (result.Failure is IssuerOutOfReachException)
        {
            context.Response.Headers.RetryAfter = "5";
            return (null, Problems.IssuerOutOfReach);
        }
        // What is wrong with a token is for the log of whoever issued it.
        Challenge(context, result.Failure is not null ? $"{Bearer} error=\"invalid_token\"" : Bearer);
        return (null, Problems.Unauthenticated);
    }

    private static void Challenge(HttpContext context, string bearer) => context.Response.Headers.WWWAuthenticate = new StringValues([bearer, Key]);
}
