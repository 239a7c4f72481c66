using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Friending.Api.Pipeline;

/// <summary>Reads the bytes of a JSON body: in UTF-8, not compressed, of limited size.</summary>
internal static class RequestBody
{
    /// <summary>How large a body may be, bytes.</summary>
    internal const int MaxSize = 64 * 1024;

    /// <summary>The bytes, or the problem to answer with.</summary>
    internal static async ValueTask<(byte[]? Bytes, IResult? Refused)> ReadAsync(HttpRequest request, int maxSize)
    {
        if (!IsJson(request.ContentType))
            return (null,
                Problems.Of(415, "unsupported-media-type", "The body must be JSON", "Send Content-Type: application/json, in UTF-8."));
        // Nothing is unpacked here: a small body could become a large one.
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !StringValues.Equals(encoding, "identity"))
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            return (null,
                Problems.Of(415, "unsupported-media-type", "The body must not be compressed", "Send it without Content-Encoding."));
        }
        if (request.ContentLength > maxSize)
            return (null, TooLarge(maxSize));
        var reader = request.BodyReader;
        ReadResult read;
        while (true)
        {
            read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.IsCompleted || read.Buffer.Length > maxSize)
                break;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
        var bytes = read.Buffer.Length <= maxSize ? read.Buffer.ToArray() : null;
        // In any case: the server goes on with what is left of a body only once a reading has ended.
        reader.AdvanceTo(read.Buffer.End);
        return bytes is null ? (null, TooLarge(maxSize)) : (bytes, null);
    }

    /// <summary>Whether a media type is one of JSON, in UTF-8.</summary>
    internal static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var media)
        && (media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || media.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!media.Charset.HasValue || HeaderUtilities.RemoveQuotes(media.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static IResult TooLarge(int maxSize) =>
        Problems.Of(413, "too-large", "The body is too large", FormattableString.Invariant($"At most {maxSize / 1024} KiB are allowed."));
}
