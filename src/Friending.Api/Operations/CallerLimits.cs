using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>
/// Limits how many calls a caller makes in a minute: a person or program by their identity, anybody else by their address.
/// Each instance counts for itself, so behind n instances a caller may make up to n times as many: the limit keeps one caller
/// from taking a whole instance, and guessing at keys slow; it is no quota. Tells the caller where they stand with the headers
/// of https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers (draft 10).
/// </summary>
public sealed class CallerLimits : IDisposable
{
    // Callers who cannot be told apart otherwise share this many counters, so that no number of addresses takes up more memory.
    private const int AddressCounters = 16_384;
    private const int PrefixBytesV6 = 8;

    private readonly bool _behindFrontEnd;
    private readonly Limit _person;
    private readonly Limit _program;
    private readonly Limit _anonymous;

    /// <summary>Limits by the settings.</summary>
    public CallerLimits(IOptions<RateLimitOptions> options)
        : this(options.Value, TimeSpan.FromMinutes(1))
    {
    }

    internal CallerLimits(RateLimitOptions options, TimeSpan window)
    {
        _behindFrontEnd = options.BehindFrontEnd;
        _person = new("person", options.Person, window);
        _program = new("program", options.Program, window);
        _anonymous = new("anonymous", options.Anonymous, window);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _person.Dispose();
        _program.Dispose();
        _anonymous.Dispose();
    }

    /// <summary>Counts a call; the problem to answer with if it is one too many.</summary>
    internal IResult? Refuse(HttpContext context, Caller? caller) => caller switch
    {
        null => _anonymous.Refuse(context, CounterOf(AddressOf(context))),
        { StaffId: null } => _program.Refuse(context, caller.Identity),
        _ => _person.Refuse(context, caller.Identity),
    };

    private IPAddress? AddressOf(HttpContext context)
    {
        if (_behindFrontEnd && context.Request.Headers["X-Forwarded-For"] is [.., { } forwarded])
        {
            var last = forwarded.AsSpan(forwarded.LastIndexOf(',') + 1).Trim();
            // With or without a port.
            if (IPEndPoint.TryParse(last, out var endPoint))
                return endPoint.Address;
        }
        return context.Connection.RemoteIpAddress;
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

    /// <summary>One limit, counted for each caller that it is for. Counters that nobody uses go away on their own.</summary>
    private sealed class Limit : IDisposable
    {
        private readonly string _name;
        private readonly string _policy;
        private readonly PartitionedRateLimiter<string>? _counters;

        internal Limit(string name, int permits, TimeSpan window)
        {
            _name = name;
            _policy = FormattableString.Invariant($"\"{name}\";q={permits};w={Math.Ceiling(window.TotalSeconds)}");
            if (permits > 0)
            {
                _counters = PartitionedRateLimiter.Create<string, string>(caller =>
                    RateLimitPartition.GetFixedWindowLimiter(caller, _ => new() { PermitLimit = permits, Window = window, QueueLimit = 0 }), StringComparer.Ordinal);
            }
        }

        public void Dispose() => _counters?.Dispose();

        internal IResult? Refuse(HttpContext context, string caller)
        {
            if (_counters is null)
                return null;
            using var lease = _counters.AttemptAcquire(caller);
            var headers = context.Response.Headers;
            headers["RateLimit-Policy"] = _policy;
            if (lease.IsAcquired)
            {
                headers["RateLimit"] = FormattableString.Invariant($"\"{_name}\";r={_counters.GetStatistics(caller)?.CurrentAvailablePermits ?? 0}");
                return null;
            }
            var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
            headers["RateLimit"] = FormattableString.Invariant($"\"{_name}\";r=0;t={wait}");
            headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
            return Problems.TooMany(wait);
        }
    }
}
