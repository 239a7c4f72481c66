using Friending.Service;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>Finds out who calls: people send a token in <c>Authorization</c>, programs a key in <c>x-functions-key</c>.</summary>
internal static class FriendingAuthentication
{
    /// <summary>Adds both ways to authenticate, with their settings, and the answers to callers who are refused.</summary>
    internal static void AddFriendingAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KeysOptions>().Bind(configuration.GetSection(KeysOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeysOptions>, KeysValidation>();
        services.AddSingleton<KnownKeys>();
        services.AddOptions<TokenOptions>().Bind(configuration.GetSection(TokenOptions.Section))
            .Validate(o => o.IsValid(),
                "The settings section Authentication is not valid: TenantId must be the tenant's id, a GUID, and "
                    + "Audience the application id URI.")
            .ValidateOnStart();
        // What AddAuthentication adds, less data protection: no operation has a cookie to protect.
        services.AddAuthenticationCore(o => o.DefaultScheme = KeyAuthentication.SchemeName);
        services.AddWebEncoders();
        new AuthenticationBuilder(services)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(
                KeyAuthentication.SchemeName, o => o.ForwardDefaultSelector = SchemeFor);
        if (configuration.GetSection(TokenOptions.Section).Get<TokenOptions>() is { IsSet: true } tokens)
        {
            var cloud = configuration.GetSection(CloudOptions.Section).Get<CloudOptions>() ?? new();
            services.AddFriendingTokens(bearer => bearer.UseTenant(tokens, cloud));
        }
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedCallers>();
        services.AddLoggedCallers();
    }

    // A host without an issuer has no scheme for tokens, so that a token is no credential there.
    private static string SchemeFor(HttpContext context) =>
        context.Request.Headers.ContainsKey(HeaderNames.Authorization) && !KeyAuthentication.IsIn(context.Request)
        && context.RequestServices.GetRequiredService<IOptions<AuthenticationOptions>>().Value.SchemeMap
            .ContainsKey(TokenAuthentication.SchemeName)
            ? TokenAuthentication.SchemeName
            : KeyAuthentication.SchemeName;
}
