using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>Answers with a problem where authorization refuses: 401 without a valid credential, 403 without the role.</summary>
internal sealed class RefusedCallers : IAuthorizationMiddlewareResultHandler
{
    private const string Bearer = TokenAuthentication.SchemeName;
    private const string Key = $"{KeyAuthentication.SchemeName} realm=\"{KeyAuthentication.Header}\"";

    /// <inheritdoc/>
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            await next(context);
        else if (authorizeResult.Forbidden)
            await Problems.Forbidden($"Only these callers may do this: {Callers.Describe(policy)}.").ExecuteAsync(context);
        else
            await Unauthenticated(context, (await context.AuthenticateAsync()).Failure).ExecuteAsync(context);
    }

    // The answer does not say what is wrong with a token; the issuer's log does.
    private static IResult Unauthenticated(HttpContext context, Exception? failure)
    {
        if (failure is IssuerOutOfReachException)
        {
            context.Response.Headers.RetryAfter = "5";
            return Problems.IssuerOutOfReach;
        }
        var isToken = failure is not null && !context.Request.Headers.ContainsKey(KeyAuthentication.Header);
        List<string> parameters = failure is TwoCredentialsException
            ? ["error=\"invalid_request\""] : isToken ? ["error=\"invalid_token\""] : [];
        if (failure is TokenVersionException)
        {
            parameters.Add($"error_description=\"{Problems.TokenVersionDetail}\"");
            PipelineLog.For(context).TokenVersion();
        }
        parameters.AddRange(ProtectedResourceAddress.ParametersFor(context));
        context.Response.Headers[HeaderNames.WWWAuthenticate] =
            new StringValues([$"{Bearer} {string.Join(", ", parameters)}".TrimEnd(), Key]);
        return failure switch
        {
            TwoCredentialsException => Problems.TwoCredentials,
            TokenVersionException => Problems.TokenVersion,
            _ => Problems.Unauthenticated,
        };
    }
}
