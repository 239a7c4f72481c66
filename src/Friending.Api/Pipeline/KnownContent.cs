using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Friending.Api.Pipeline;

/// <summary>
/// An answer whose bytes are the same for every caller, so that they are compressed once: a file of a page, or the policy in force.
/// </summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record KnownContent(string MediaType, byte[] Content)
{
    private readonly Lazy<byte[]> _compressed = new(() => Compress(Content));

    /// <summary>The bytes, compressed with Brotli.</summary>
    internal byte[] Compressed => _compressed.Value;

    /// <summary>SHA-256 of the content, in hexadecimal.</summary>
    internal string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>The content in an encoding that the caller takes, or 304. Each encoding has an ETag of its own (RFC 9110, 8.8.3).</summary>
    internal IResult Answer(HttpContext context, IfNoneMatch ifNoneMatch)
    {
        var compressed = context.Request.GetTypedHeaders().AcceptEncoding
            .Any(e => e.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && e.Quality is not 0);
        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (ifNoneMatch.IsNotModified(compressed ? Hash + "-br" : Hash))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        if (compressed)
            context.Response.Headers.ContentEncoding = "br";
        return TypedResults.Bytes(compressed ? Compressed : Content, MediaType);
    }

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var brotli = new BrotliStream(stream, CompressionLevel.Optimal))
            brotli.Write(content);
        return stream.ToArray();
    }
}
