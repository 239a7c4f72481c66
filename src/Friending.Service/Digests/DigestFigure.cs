using System.Text.Json.Serialization;

namespace Friending.Service.Digests;

/// <summary>
/// A number as a digest's readers see it: exact, or hidden so that nobody can be recognised by it. Exactly one of the three
/// members is set.
/// </summary>
public readonly record struct DigestFigure
{
    /// <summary>The number itself.</summary>
    public int? Value { get; private init; }

    /// <summary>The number is of few people: at least one, and fewer than this.</summary>
    public int? FewerThan { get; private init; }

    /// <summary>True where the number is not told: it is none, or of few people, or a hidden one could be worked out from it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Withheld { get; private init; }

    /// <summary>A number that is told.</summary>
    public static DigestFigure Of(int value) => new() { Value = value };

    /// <summary>A number that is told to be small, and no more.</summary>
    public static DigestFigure Fewer(int threshold) => new() { FewerThan = threshold };

    /// <summary>A number that is not told.</summary>
    public static DigestFigure NotTold => new() { Withheld = true };
}
