using Friending.Service;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>
/// Recognises people by the token in the header <c>Authorization</c>. The rules are the same for every issuer: signed with
/// RS256, the one algorithm that Entra ID uses, by a key of the issuer that the token names; for us; now; of a size that a
/// person's token has.
/// </summary>
public static class TokenAuthentication
{
    /// <summary>The scheme's name; it exists only where an issuer is known.</summary>
    public const string SchemeName = "Bearer";

    private const int MaxTokenLength = 16 * 1024;

    // Clocks differ. The library's default of five minutes is long for a stolen token.
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Lets people with tokens of one issuer call. <paramref name="issuer"/> says who that is: its name, the audience, and
    /// either its keys or the address of its metadata, which is read again when a token names a key that is not known yet.
    /// </summary>
    public static IServiceCollection AddFriendingTokens(this IServiceCollection services, Action<JwtBearerOptions> issuer)
    {
        // What AddJwtBearer does, less the settings that it would read on its own: only the section Authentication's own say who gets in.
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<JwtBearerOptions>, JwtBearerPostConfigureOptions>());
        new AuthenticationBuilder(services).AddScheme<JwtBearerOptions, JwtBearerHandler>(SchemeName, options =>
        {
            issuer(options);
            Restrict(options);
        });
        // A key that the issuer has withdrawn is no longer valid, not even as "last known good".
        services.PostConfigure<JwtBearerOptions>(SchemeName, options =>
        {
            if (options.ConfigurationManager is BaseConfigurationManager keys)
                keys.UseLastKnownGoodConfiguration = false;
        });
        return services;
    }

    /// <summary>Makes the tenant of the settings the issuer.</summary>
    internal static void UseTenant(this JwtBearerOptions options, TokenOptions settings, CloudOptions cloud)
    {
        var valid = settings.IssuerIn(cloud);
        options.Authority = valid;
        options.TokenValidationParameters.ValidAudiences = settings.Audiences;
        // Checked after the signature: only the holder of a token of the tenant learns about the version.
        options.TokenValidationParameters.IssuerValidator = (issuer, _, _) =>
            issuer == valid ? issuer
            : settings.IsVersion1(issuer) ? throw new TokenVersionException()
            : throw new SecurityTokenInvalidIssuerException("The token is another issuer's.");
    }

    private static void Restrict(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.TokenHandlers.Clear();
        options.TokenHandlers.Add(new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxTokenLength });
        var rules = options.TokenValidationParameters;
        rules.ValidAlgorithms = [SecurityAlgorithms.RsaSha256];
        rules.ValidTypes = ["JWT", "at+jwt"];
        rules.ValidateIssuerSigningKey = true;
        // A token that names no key of the issuer is not tried on the others.
        rules.TryAllIssuerSigningKeys = false;
        rules.ClockSkew = s_clockSkew;
        options.Events = new()
        {
            OnTokenValidated = context =>
            {
                if (TokenClaims.Read((JsonWebToken)context.SecurityToken) is { } person)
                    context.Principal = new(person);
                else
                    context.Fail("The token is not one that a person signed in for.");
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = async context =>
            {
                if (context.Exception is SecurityTokenSignatureKeyNotFoundException && await IsOutOfReachAsync(context))
                    context.Fail(new IssuerOutOfReachException());
            },
        };
    }

    // Whether no key is known because none could be had; then nothing can be said about the token.
    private static async Task<bool> IsOutOfReachAsync(AuthenticationFailedContext context)
    {
        try
        {
            if (context.Options.ConfigurationManager is { } keys)
                await keys.GetConfigurationAsync(context.HttpContext.RequestAborted);
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }
}

/// <summary>A token is the tenant's and of version 1.0, which an app registration asks for that names no version.</summary>
internal sealed class TokenVersionException() : Exception("The token is of version 1.0.");

/// <summary>The keys of the tokens' issuer could not be read.</summary>
internal sealed class IssuerOutOfReachException() : Exception("The keys of the tokens' issuer are out of reach.");
