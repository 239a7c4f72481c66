using System.Text.RegularExpressions;

namespace Friending.Benchmarks;

/// <summary>
/// An OData filter, as far as the service uses them: comparisons of properties with texts, joined by "and"; of some in brackets, joined
/// by "or", one must hold. Times are compared as texts too: the client writes all of them alike.
/// </summary>
internal sealed partial class RowFilter
{
    private const string One = @"(?<one>\w+ (?:eq|ne|ge|gt|le|lt) (?:datetime)?'(?:[^']|'')*')";

    private readonly List<List<Comparison>> _all = [];

    /// <summary>Reads a filter; every row meets an empty one.</summary>
    /// <exception cref="FormatException">It holds anything else.</exception>
    internal RowFilter(string filter)
    {
        for (var rest = filter; rest.Length > 0;)
        {
            var part = Part().Match(rest);
            if (!part.Success)
                throw new FormatException($"This filter is not read here: {rest}");
            _all.Add([.. part.Groups["one"].Captures.Select(c => Comparison.Read(c.Value))]);
            rest = rest[part.Length..];
        }
        FromPartition = Bound(nameof(KeptRow.PartitionKey), "eq", "ge", "gt").Max(StringComparer.Ordinal) ?? "";
        FromRow = Bound(nameof(KeptRow.RowKey), "eq", "ge", "gt").Max(StringComparer.Ordinal) ?? "";
        LastPartition = Bound(nameof(KeptRow.PartitionKey), "eq", "le", "lt").Min(StringComparer.Ordinal);
    }

    /// <summary>No row in a partition before this one meets it.</summary>
    internal string FromPartition { get; }

    /// <summary>No row before this one of its partition meets it.</summary>
    internal string FromRow { get; }

    /// <summary>No row in a partition after this one meets it; null: there is no such partition.</summary>
    internal string? LastPartition { get; }

    /// <summary>Whether a row meets it.</summary>
    internal bool IsMetBy(KeptRow row)
    {
        foreach (var any in _all)
            if (!any.Exists(c => c.IsMetBy(row)))
                return false;
        return true;
    }

    private IEnumerable<string> Bound(string property, params string[] operators) =>
        _all.Where(any => any.Count == 1).Select(any => any[0])
            .Where(c => c.Property == property && operators.Contains(c.Operator)).Select(c => c.Text);

    private sealed record Comparison(string Property, string Operator, string Text)
    {
        internal static Comparison Read(string comparison)
        {
            var words = comparison.Split(' ', 3);
            var quoted = words[2][(words[2].IndexOf('\'', StringComparison.Ordinal) + 1)..^1];
            return new(words[0], words[1], quoted.Replace("''", "'", StringComparison.Ordinal));
        }

        internal bool IsMetBy(KeptRow row)
        {
            var text = Property switch
            {
                nameof(KeptRow.PartitionKey) => row.PartitionKey,
                nameof(KeptRow.RowKey) => row.RowKey,
                _ => row.TextOf(Property),
            };
            // A row without the property meets no comparison with it.
            if (text is null)
                return false;
            var order = string.CompareOrdinal(text, Text);
            return Operator switch
            {
                "eq" => order == 0,
                "ne" => order != 0,
                "ge" => order >= 0,
                "gt" => order > 0,
                "le" => order <= 0,
                _ => order < 0,
            };
        }
    }

    [GeneratedRegex(@"^(?:and )?(?:" + One + @"|\(" + One + "(?: or " + One + @")*\))(?: |$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Part();
}
