using System.Buffers;
using Friending.Service.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Friending.Api;

/// <summary>Reads the body of our own operations: JSON, UTF-8, strict, and of limited size.</summary>
internal static class RequestBody
{
    /// <summary>How large a body may be, bytes.</summary>
    internal const int MaxSize = 64 * 1024;

    /// <summary>Reads the bytes of a body; a null value comes with the problem.</summary>
    internal delegate (T? Value, RequestProblem? Problem) Reader<T>(ReadOnlySpan<byte> utf8);

    /// <summary>The value, or the problem to answer with.</summary>
    internal static async ValueTask<(T? Value, IResult? Refused)> ReadAsync<T>(Call call, Reader<T> read)
        where T : class
    {
        var request = call.Context.Request;
        var (body, refused) = await WaitForAsync(request, MaxSize, call.Aborted);
        if (refused is not null)
            return (null, refused);
        // As a rule the body lies in one piece where the server received it, and is read there.
        var (value, problem) = read(body.IsSingleSegment ? body.FirstSpan : body.ToArray());
        request.BodyReader.AdvanceTo(body.End);
        return problem is null ? (value, null) : (null, Problems.Invalid([problem]));
    }

    /// <summary>The bytes of a JSON body, or the problem to answer with.</summary>
    internal static async ValueTask<(ReadOnlyMemory<byte> Bytes, IResult? Refused)> ReadBytesAsync(HttpRequest request, int maxSize, CancellationToken cancellation)
    {
        var (body, refused) = await WaitForAsync(request, maxSize, cancellation);
        if (refused is not null)
            return (default, refused);
        var bytes = body.ToArray();
        request.BodyReader.AdvanceTo(body.End);
        return (bytes, null);
    }

    // The whole body, which its reader is yet to be told of; or the problem.
    private static async ValueTask<(ReadOnlySequence<byte> Body, IResult? Refused)> WaitForAsync(HttpRequest request, int maxSize, CancellationToken cancellation)
    {
        if (!IsJson(request.ContentType))
            return (default, Problems.Of(415, "unsupported-media-type", "The body must be JSON", "Send Content-Type: application/json, in UTF-8."));
        // Nothing is unpacked here: a small body could become a large one.
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && !StringValues.Equals(encoding, "identity"))
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            return (default, Problems.Of(415, "unsupported-media-type", "The body must not be compressed", "Send it without Content-Encoding."));
        }
        if (request.ContentLength > maxSize)
            return (default, TooLarge(maxSize));
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            if (read.Buffer.Length > maxSize)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return (default, TooLarge(maxSize));
            }
            if (read.IsCompleted)
                return (read.Buffer, null);
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Whether a media type is one of JSON, in UTF-8.</summary>
    internal static bool IsJson(string? contentType) =>
        contentType == MediaTypes.Json
        || MediaTypeHeaderValue.TryParse(contentType, out var media)
        && (media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || media.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase))
        && (!media.Charset.HasValue || HeaderUtilities.RemoveQuotes(media.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static IResult TooLarge(int maxSize) =>
        Problems.Of(413, "too-large", "The body is too large", FormattableString.Invariant($"At most {maxSize / 1024} KiB are taken."));
}
