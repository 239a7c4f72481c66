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
    /// <param name="request">The request as JSON.</param>
    /// <param name="text">The text.</param>
    internal bool TryRead(JsonElement request, out string? text)
    {
        text = null;
        foreach (var step in _steps)
        {
            if (request.ValueKind is JsonValueKind.Object && request.TryGetProperty(step, out var member))
                request = member;
            else if (request.ValueKind is JsonValueKind.Array
                && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < request.GetArrayLength())
                request = request[index];
            else
                return false;
        }
        text = request.ValueKind switch
        {
            JsonValueKind.String => request.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => request.GetRawText(),
            _ => null,
        };
        return request.ValueKind is not JsonValueKind.Null;
    }
}
