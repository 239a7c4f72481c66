using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Friending.Service.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Friending.Api;

/// <summary>Reads the body of an AuthZEN operation. As its specification asks, unknown members are ignored and a wrong media type is 400.</summary>
internal static class AccessBody
{
    /// <summary>The value, or the problem to answer with.</summary>
    internal static async Task<(T? Value, IResult? Refused)> ReadAsync<T>(Call call, JsonTypeInfo<T> type)
        where T : class
    {
        var request = call.Context.Request;
        if (!RequestBody.IsJson(request.ContentType) || !IsExactlyJson(request.ContentType))
            return (null, Problems.Of(400, "unsupported-media-type", "The body must be JSON", "Send Content-Type: application/json, in UTF-8."));
        var (bytes, refused) = await RequestBody.ReadBytesAsync(request, RequestBody.MaxSize, call.Aborted);
        if (refused is not null)
            return (null, refused);
        var (value, problem) = StrictJson.Read(bytes.Span, type);
        if (problem is null && !IsText(bytes.Span))
            problem = new("", "A string holds half a surrogate pair, or bytes that are not UTF-8.");
        return problem is null ? (value, null) : (null, Problems.Invalid([problem]));
    }

    // Properties and context stay JSON until a fact is read from them, so what is no text in them would come to light only there.
    private static bool IsText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json.TrimStart("\uFEFF"u8));
        try
        {
            while (reader.Read())
                if (reader.TokenType is JsonTokenType.String)
                    _ = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsExactlyJson(string? contentType) =>
        MediaTypeHeaderValue.Parse(contentType).MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
