using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Friending.Api.Pipeline;

/// <summary>Settings, section <c>Cors</c>: which other origins' pages may call, such as an intranet's forms.</summary>
public sealed class CorsSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cors";

    /// <summary>
    /// Origins whose pages may call with a person's token, such as <c>https://intranet.example.org</c>: exact, https, without a
    /// path. None by default; <c>*</c> is refused.
    /// </summary>
    public IList<string> Origins { get; } = [];

    /// <summary>The first origin that is not valid; null if all are.</summary>
    internal string? Invalid() => Origins.FirstOrDefault(o =>
        !Uri.TryCreate(o, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps || url.GetLeftPart(UriPartial.Authority) != o
        || url.UserInfo.Length > 0 || url.Host.Contains('*', StringComparison.Ordinal));
}

/// <summary>Cross-origin resource sharing for the origins of the settings. No cookies: a person's token is the credential.</summary>
internal static class AllowedOrigins
{
    private static readonly string[] s_exposedHeaders = ["Location", "ETag", "Retry-After", "RateLimit", "RateLimit-Policy"];

    internal static void AddAllowedOrigins(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CorsSettings>().Bind(configuration.GetSection(CorsSettings.Section))
            .Validate(o => o.Invalid() is null,
                "The setting Cors:Origins must hold exact https origins, such as https://intranet.example.org; * is not one.")
            .ValidateOnStart();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<CorsSettings>>((cors, settings) => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. settings.Value.Origins])
            .AllowAnyMethod()
            .AllowAnyHeader()
            .WithExposedHeaders(s_exposedHeaders)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }
}
