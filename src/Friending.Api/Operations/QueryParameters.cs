using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>Reads an operation's query parameters strictly: none unknown, none twice, each of its form. What is wrong is collected.</summary>
internal sealed partial class QueryParameters
{
    private readonly IQueryCollection _query;
    private readonly List<string> _problems = [];

    /// <summary>The parameters of a request, of which only the known ones may be there.</summary>
    internal QueryParameters(HttpRequest request, params string[] known)
    {
        _query = request.Query;
        foreach (var (name, values) in _query)
        {
            if (!known.Contains(name, StringComparer.OrdinalIgnoreCase))
                _problems.Add(known.Length == 0 ? "There are no query parameters here." : $"There is a query parameter other than {string.Join(", ", known)}.");
            else if (values.Count != 1)
                _problems.Add($"The query parameter {name} is given {values.Count} times.");
        }
    }

    /// <summary>What to answer if anything was wrong; null if all is well. To be asked after everything was read.</summary>
    internal IResult? Refused =>
        _problems.Count == 0 ? null : Problems.Of(400, "invalid-request", "The request is not valid", string.Join(" ", _problems));

    /// <summary>Whether the parameter is there.</summary>
    internal bool Has(string name) => _query.ContainsKey(name);

    /// <summary>Adds a problem that the operation found.</summary>
    internal void Refuse(string name, string problem) => _problems.Add($"The query parameter {name} {problem}");

    /// <summary>One line of text; null if absent.</summary>
    internal string? Text(string name, int maxLength)
    {
        if (Value(name) is not { } text)
            return null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > maxLength || text.Any(char.IsControl))
            Refuse(name, FormattableString.Invariant($"must be one line of 1 to {maxLength} printable characters."));
        return text;
    }

    /// <summary>One of a few values; null if absent.</summary>
    internal string? OneOf(string name, IReadOnlyCollection<string> values)
    {
        var text = Value(name);
        if (text is not null && !values.Contains(text))
            Refuse(name, $"must be one of {string.Join(", ", values)}.");
        return text;
    }

    /// <summary>A whole number.</summary>
    internal int Number(string name, int min, int max, int absent)
    {
        if (Value(name) is not { } text)
            return absent;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Refuse(name, FormattableString.Invariant($"must be a whole number from {min} to {max}."));
        return absent;
    }

    /// <summary>An instant, or a date, which is that day's first instant in UTC; null if absent.</summary>
    internal DateTimeOffset? Time(string name)
    {
        if (Value(name) is not { } text)
            return null;
        if (TimePattern().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
            return time;
        Refuse(name, "must be an ISO 8601 date (2026-11-22, in UTC) or instant with its offset (2026-11-22T15:00:00Z; a + is written %2B).");
        return null;
    }

    private string? Value(string name) => _query.TryGetValue(name, out var values) ? values[0] ?? "" : null;

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();
}
