using System.Text.Json;
using Friending.Policy;
using Friending.Policy.Engine;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>
/// Reads a policy document that somebody posts to have it looked at: the document itself, or <c>{"policy": …, "scenarios": …}</c>.
/// A document has a member <c>facts</c>, which tells one from the other.
/// </summary>
internal static class PostedPolicy
{
    /// <summary>How large a body may be, bytes.</summary>
    internal const int MaxSize = 1024 * 1024;

    /// <summary>The report on what was posted, whatever it is; or the problem to answer with where no JSON was posted at all.</summary>
    internal static async Task<(PolicyReport? Report, IResult? Refused)> CheckAsync(Call call)
    {
        var (body, refused) = await RequestBody.ReadBytesAsync(call.Context.Request, MaxSize, call.Aborted);
        return refused is null ? (Check(body), null) : (null, refused);
    }

    /// <summary>The policy that was posted, ready to decide; or the problem to answer with, which for an invalid document holds the report.</summary>
    internal static async Task<(PolicyDecisionPoint? Policy, IResult? Refused)> ReadAsync(Call call)
    {
        var (report, refused) = await CheckAsync(call);
        return report is null ? (null, refused) : report.DecisionPoint is { } policy ? (policy, null) : (null, Problems.InvalidPolicy(report));
    }

    private static PolicyReport Check(ReadOnlyMemory<byte> body)
    {
        // The values are cut out as they stand, since a document's hash is of its bytes.
        Dictionary<string, ReadOnlyMemory<byte>> members;
        try
        {
            members = Members(body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a name with half a surrogate pair. The reader of documents says better where it breaks off.
            return PolicyReport.Of(body);
        }
        if (!members.TryGetValue("policy", out var policy) || members.ContainsKey("facts"))
            return PolicyReport.Of(body);
        if (members.Keys.FirstOrDefault(m => m is not ("policy" or "scenarios")) is { } unknown)
            return PolicyReport.Malformed($"Beside policy and scenarios there stands '{unknown}', which has no meaning here.");
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
                throw new JsonException($"'{name}' stands twice.");
        }
        return members;
    }
}
