using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Friending.Service.Decisions;

namespace Friending.Service.Feed;

/// <summary>How far a reader of the feed has read: the number of the last change in each shard. Its text is
/// versioned and holds nothing secret.</summary>
public sealed class FeedCursor
{
    /// <summary>How long a cursor is at most, characters: each shard's number has at most 19 digits.</summary>
    public const int MaxLength = 1 + DecisionKeys.Shards * 20;

    private const string Version = "1";

    private readonly long[] _last;

    private FeedCursor(long[] last) => _last = last;

    /// <summary>Before the first change.</summary>
    public static FeedCursor Start { get; } = new(new long[DecisionKeys.Shards]);

    /// <summary>Reads the text of a cursor; false if it is not one.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out FeedCursor? cursor)
    {
        cursor = null;
        if (text?.Split('.') is not [Version, .. { Length: DecisionKeys.Shards } numbers])
            return false;
        var last = new long[DecisionKeys.Shards];
        for (var shard = 0; shard < last.Length; shard++)
            if (!long.TryParse(numbers[shard], NumberStyles.None, CultureInfo.InvariantCulture, out last[shard])
                || last[shard] == long.MaxValue)
                return false;
        cursor = new(last);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('.', [Version, .. _last.Select(n => n.ToString(CultureInfo.InvariantCulture))]);

    /// <summary>The number of the last change that was read in a shard; 0 if none was.</summary>
    internal long this[int shard] => _last[shard];

    /// <summary>The cursor of a reader that has read further in one shard.</summary>
    internal FeedCursor With(int shard, long number)
    {
        var last = _last.ToArray();
        last[shard] = number;
        return new(last);
    }
}
