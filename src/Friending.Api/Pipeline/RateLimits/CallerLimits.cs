using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Friending.Api.Pipeline.RateLimits;

/// <summary>
/// Limits how many calls a caller makes in a minute, with the framework's rate limiter: a person or program by their identity,
/// anybody else by their address. Each instance counts for itself, so behind n instances a caller may make up to n times as many: the
/// limit keeps one caller from taking a whole instance, and makes guessing keys slow; it is no quota. Headers tell the caller where
/// they stand (https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers, draft 10).
/// </summary>
internal static class CallerLimits
{
    // Callers without a credential share this many counters, which bounds the memory that any number of addresses takes.
    private const int AddressCounters = 16_384;
    private const int PrefixBytesV6 = 8;

    /// <summary>Adds the limiter with its settings.</summary>
    internal static void AddCallerLimits(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RateLimitOptions>, RateLimitChecks>();
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<RateLimitOptions>>((limiter, settings) =>
        {
            limiter.GlobalLimiter = Create(settings.Value, s_window);
            limiter.OnRejected = (context, _) => new(RejectAsync(context, settings.Value));
        });
    }

    /// <summary>Counts each request, refuses what is too many, and tells the rest how many are left.</summary>
    internal static IApplicationBuilder UseCallerLimits(this IApplicationBuilder app)
    {
        app.UseRateLimiter();
        var limiter = app.ApplicationServices.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter!;
        var settings = app.ApplicationServices.GetRequiredService<IOptions<RateLimitOptions>>().Value;
        return app.Use((context, next) =>
        {
            var (name, permits, _) = LimitOf(context, settings);
            if (permits > 0)
                SetHeaders(context, name, permits, $"r={limiter.GetStatistics(context)?.CurrentAvailablePermits ?? 0}");
            return next(context);
        });
    }

    /// <summary>The limiter. It removes counters that are idle.</summary>
    internal static PartitionedRateLimiter<HttpContext> Create(RateLimitOptions settings, TimeSpan window) =>
        PartitionedRateLimiter.Create<HttpContext, string>(
            context =>
            {
                var (name, permits, counter) = LimitOf(context, settings);
                return permits == 0
                    ? RateLimitPartition.GetNoLimiter(name)
                    : RateLimitPartition.GetFixedWindowLimiter(counter,
                        _ => new() { PermitLimit = permits, Window = window, QueueLimit = 0 });
            },
            StringComparer.Ordinal);

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private static Task RejectAsync(OnRejectedContext rejected, RateLimitOptions settings)
    {
        var context = rejected.HttpContext;
        var (name, permits, _) = LimitOf(context, settings);
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after)
            ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        SetHeaders(context, name, permits, FormattableString.Invariant($"r=0;t={wait}"));
        context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        return Problems.TooMany(wait).ExecuteAsync(context);
    }

    private static void SetHeaders(HttpContext context, string name, int permits, string standing)
    {
        context.Response.Headers["RateLimit-Policy"] = FormattableString.Invariant($"\"{name}\";q={permits};w={s_window.TotalSeconds}");
        context.Response.Headers["RateLimit"] = $"\"{name}\";{standing}";
    }

    // The limit that a request counts against, and its counter. Identities begin with the kind of caller, so none is an address's.
    private static (string Name, int Permits, string Counter) LimitOf(HttpContext context, RateLimitOptions settings)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
            return ("anonymous", settings.Anonymous, CounterOf(context.Connection.RemoteIpAddress));
        var caller = new Caller(context.User);
        return caller.StaffId is null ? ("program", settings.Program, caller.Identity) : ("person", settings.Person, caller.Identity);
    }

    private static string CounterOf(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        var bytes = address?.GetAddressBytes() ?? [];
        var hash = new HashCode();
        hash.AddBytes(address?.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, PrefixBytesV6) : bytes);
        return ((uint)hash.ToHashCode() % AddressCounters).ToString(CultureInfo.InvariantCulture);
    }
}
