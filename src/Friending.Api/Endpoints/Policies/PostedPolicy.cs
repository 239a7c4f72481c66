using System.Reflection;
using System.Text.Json;
using Friending.Policy;
using Friending.Policy.Documents;
using Microsoft.AspNetCore.Http.Metadata;

namespace Friending.Api.Endpoints.Policies;

/// <summary>
/// A policy document that somebody posts to have it examined: the document itself, or <c>{"policy": …, "scenarios": …}</c>.
/// A document has a member <c>facts</c>, which tells one from the other.
/// </summary>
internal sealed class PostedPolicy : IReadable, IBindableFromHttpContext<PostedPolicy>, IEndpointParameterMetadataProvider
{
    /// <summary>How large a body may be, bytes.</summary>
    internal const int MaxSize = 1024 * 1024;

    private readonly PolicyReport? _report;

    private PostedPolicy(PolicyReport? report, IResult? refused) => (_report, Refused) = (report, refused);

    /// <summary>The report on what was posted, whatever it is.</summary>
    internal PolicyReport Report => _report ?? throw new InvalidOperationException("The body was refused.");

    /// <inheritdoc/>
    public IResult? Refused { get; }

    /// <inheritdoc/>
    public static async ValueTask<PostedPolicy?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (body, refused) = await RequestBody.ReadAsync(context.Request, MaxSize);
        return new(body is null ? null : Check(body), refused);
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyMetadata(typeof(PolicyDocument)));

    private static PolicyReport Check(ReadOnlyMemory<byte> body)
    {
        // The values are taken byte for byte, since a document's hash is of its bytes.
        Dictionary<string, ReadOnlyMemory<byte>> members;
        try
        {
            members = Members(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a name with half a surrogate pair. The reader of documents tells the place.
            return PolicyReport.Of(body);
        }
        if (!members.TryGetValue("policy", out var policy) || members.ContainsKey("facts"))
            return PolicyReport.Of(body);
        if (members.Keys.FirstOrDefault(m => m is not ("policy" or "scenarios")) is { } unknown)
            return PolicyReport.Malformed($"The member '{unknown}' is unknown; the body may have policy and scenarios only.");
        return PolicyReport.Of(policy, members.TryGetValue("scenarios", out var scenarios) ? scenarios : null);
    }

    private static Dictionary<string, ReadOnlyMemory<byte>> Members(ReadOnlyMemory<byte> body)
    {
        var members = new Dictionary<string, ReadOnlyMemory<byte>>();
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        var reader = new Utf8JsonReader(body.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return members;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!members.TryAdd(name, body[start..(int)reader.BytesConsumed]))
                throw new JsonException($"'{name}' is given twice.");
        }
        return members;
    }
}
