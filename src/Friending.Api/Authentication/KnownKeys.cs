using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
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
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        Hash(sent.ToString(), hash);
        KnownKey? match = null;
        // Every key is compared, in constant time, so that the time taken tells nothing about which one was close.
        foreach (var key in _keys)
            if (CryptographicOperations.FixedTimeEquals(hash, key.Sha256))
                match = key;
        return match is null || match.LoopbackOnly && !IsLoopback(context) || time.GetUtcNow() >= match.ExpiresAt ? null : match.Holder;
    }

    private static void Hash(string key, Span<byte> hash)
    {
        Span<byte> utf8 = stackalloc byte[128];
        // Keys are 43 characters; whatever else is sent may be longer.
        if (Encoding.UTF8.TryGetBytes(key, utf8, out var length))
            SHA256.HashData(utf8[..length], hash);
        else
            SHA256.HashData(Encoding.UTF8.GetBytes(key), hash);
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

    private sealed record KnownKey(byte[] Sha256, Caller Holder, bool LoopbackOnly, DateTimeOffset? ExpiresAt);
}
