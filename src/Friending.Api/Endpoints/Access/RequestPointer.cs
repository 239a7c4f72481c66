using System.Globalization;
using System.Text.Json;

namespace Friending.Api.Endpoints.Access;

/// <summary>A JSON Pointer (RFC 6901) into an <see cref="AccessRequest"/>.</summary>
internal sealed class RequestPointer
{
    private readonly string[] _steps;

    internal RequestPointer(string path)
    {
        Path = path;
        _steps = [.. path.Split('/').Skip(1)
            .Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    /// <summary>The pointer as it is written.</summary>
    internal string Path { get; }

    /// <summary>Whether it points to what says which entity or action is meant, not to something about it.</summary>
    internal bool IsIdentity => _steps is ["subject" or "resource", "type" or "id"] or ["action", "name"];

    /// <summary>
    /// Reads what is there, as text: a string itself, a number or boolean as JSON writes it. False if there is nothing (or null); null if
    /// it is an object or an array.
    /// </summary>
    internal bool TryRead(AccessRequest request, out string? text)
    {
        text = _steps switch
        {
            ["subject", "type"] => request.Subject?.Type,
            ["subject", "id"] => request.Subject?.Id,
            ["action", "name"] => request.Action?.Name,
            ["resource", "type"] => request.Resource?.Type,
            ["resource", "id"] => request.Resource?.Id,
            _ => null,
        };
        if (text is not null)
            return true;
        var (members, rest) = _steps switch
        {
            ["subject", "properties", .. var steps] => (request.Subject?.Properties, steps),
            ["action", "properties", .. var steps] => (request.Action?.Properties, steps),
            ["resource", "properties", .. var steps] => (request.Resource?.Properties, steps),
            ["context", .. var steps] => (request.Context, steps),
            _ => (null, []),
        };
        if (rest.Length == 0 || members is null || !members.TryGetValue(rest[0], out var value) || !TryStep(ref value, rest.AsSpan(1)))
            return false;
        text = TextOf(value);
        return value.ValueKind is not JsonValueKind.Null;
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    private static bool TryStep(ref JsonElement value, ReadOnlySpan<string> steps)
    {
        foreach (var step in steps)
        {
            if (value.ValueKind is JsonValueKind.Object && value.TryGetProperty(step, out var member))
                value = member;
            else if (value.ValueKind is JsonValueKind.Array
                && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < value.GetArrayLength())
                value = value[index];
            else
                return false;
        }
        return true;
    }
}
