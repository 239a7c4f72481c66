using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Friending.Api.Tests;

/// <summary>Writes tokens by hand, right and wrong ones, with no library that would keep from writing wrong ones.</summary>
internal static class Jwt
{
    internal static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    internal static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>A token signed with RSA.</summary>
    internal static string Signed(string header, string payload, RSA key, HashAlgorithmName? hash = null,
        RSASignaturePadding? padding = null) =>
        Signed(header, Encoding.UTF8.GetBytes(payload), key, hash, padding);

    /// <inheritdoc cref="Signed(string, string, RSA, HashAlgorithmName?, RSASignaturePadding?)"/>
    internal static string Signed(string header, byte[] payload, RSA key, HashAlgorithmName? hash = null,
        RSASignaturePadding? padding = null)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        var signature = key.SignData(
            Encoding.ASCII.GetBytes(signed), hash ?? HashAlgorithmName.SHA256, padding ?? RSASignaturePadding.Pkcs1);
        return $"{signed}.{Encode(signature)}";
    }

    /// <summary>A token signed with a secret that both sides know.</summary>
    internal static string Hmac(string header, string payload, byte[] secret)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        return $"{signed}.{Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)))}";
    }
}
