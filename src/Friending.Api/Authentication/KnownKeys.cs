using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>A key as calls are compared with it.</summary>
/// <param name="Sha256">SHA-256 of the key.</param>
/// <param name="Holder">Who calls with it.</param>
/// <param name="LoopbackOnly">Whether it works only from the machine itself.</param>
internal sealed record KnownKey(byte[] Sha256, ClaimsPrincipal Holder, bool LoopbackOnly);

/// <summary>The keys of the settings, made ready once for all calls.</summary>
internal sealed class KnownKeys(IOptions<KeysOptions> options)
{
    private readonly KnownKey[] _keys = [.. options.Value.Select(k => new KnownKey(Convert.FromHexString(k.Value.Sha256), HolderOf(k.Key, k.Value), k.Value.LoopbackOnly))];

    /// <summary>The key that was sent; null if it is none of ours.</summary>
    internal KnownKey? Find(string sent)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(sent), hash);
        KnownKey? match = null;
        // Every key is compared, in constant time, so that the time taken tells nothing about which one was close.
        foreach (var key in _keys)
            if (CryptographicOperations.FixedTimeEquals(hash, key.Sha256))
                match = key;
        return match;
    }

    private static ClaimsPrincipal HolderOf(string name, KeyOptions key)
    {
        var identity = new ClaimsIdentity(KeyAuthentication.SchemeName, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new(ClaimTypes.Name, name));
        foreach (var role in key.Roles)
            identity.AddClaim(new(ClaimTypes.Role, role.ToString()));
        return new(identity);
    }
}
