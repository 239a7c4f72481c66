using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>Recognises programs by the key in the header <c>x-functions-key</c>. The keys of the settings are made ready once for all calls.</summary>
internal sealed class KnownKeys(IOptions<KeysOptions> options, TimeProvider time)
{
    internal const string Header = "x-functions-key";

    private readonly KnownKey[] _keys =
        [.. options.Value.SelectMany(k => k.Value.Hashes.Select(hash => new KnownKey(hash, HolderOf(k.Key, k.Value), k.Value.LoopbackOnly, k.Value.ExpiresAt)))];

    /// <summary>The program whose key was sent; null if none was, or it is not known.</summary>
    internal Caller? Find(HttpContext context)
    {
        if (!context.Request.Headers.TryGetValue(Header, out var sent))
            return null;
        var text = sent.ToString();
        // Keys are 43 characters; whatever else is sent may be longer.
        Span<byte> buffer = stackalloc byte[128];
        var utf8 = Encoding.UTF8.TryGetBytes(text, buffer, out var length) ? buffer[..length] : Encoding.UTF8.GetBytes(text);
        var match = MatchOnConnection(context, utf8);
        return match is null || match.LoopbackOnly && !IsLoopback(context) || match.ExpiresAt is { } end && time.GetUtcNow() >= end ? null : match.Holder;
    }

    // Hashing the key is the dearest step of a call that the policy answers. A program sends many calls over one connection,
    // which remembers the last key that was right on it, and forgets it when it ends.
    private KnownKey? MatchOnConnection(HttpContext context, ReadOnlySpan<byte> utf8)
    {
        // What a connection of HTTP/2 keeps is shared by calls that run at once, and not made for that.
        var kept = context.Request.Protocol == HttpProtocol.Http11 ? context.Features.Get<IConnectionItemsFeature>()?.Items : null;
        if (kept is not null && kept.TryGetValue(this, out var item) && item is RightKey right && CryptographicOperations.FixedTimeEquals(utf8, right.Utf8))
            return right.Key;
        var match = Match(utf8);
        if (match is not null && kept is not null)
            kept[this] = new RightKey(utf8.ToArray(), match);
        return match;
    }

    private KnownKey? Match(ReadOnlySpan<byte> utf8)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8, hash);
        KnownKey? match = null;
        // Every key is compared, in constant time, so that the time taken tells nothing about which one was close.
        foreach (var key in _keys)
            if (CryptographicOperations.FixedTimeEquals(hash, key.Sha256))
                match = key;
        return match;
    }

    private static bool IsLoopback(HttpContext context) => context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);

    private static Caller HolderOf(string name, KeyOptions key)
    {
        var identity = new ClaimsIdentity("Key", ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.Name, name));
        foreach (var role in key.Roles)
            identity.AddClaim(new(ClaimTypes.Role, role));
        return new(new ClaimsPrincipal(identity));
    }

    private sealed record RightKey(byte[] Utf8, KnownKey Key);

    private sealed record KnownKey(byte[] Sha256, Caller Holder, bool LoopbackOnly, DateTimeOffset? ExpiresAt);
}
