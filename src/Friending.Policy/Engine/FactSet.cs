using System.Runtime.CompilerServices;

namespace Friending.Policy.Engine;

/// <summary>
/// What is known about one request: for each fact of a policy, by its index, the index of its value or "unknown". A
/// value type without allocation; meaningful only to the policy whose indexes it holds.
/// </summary>
public struct FactSet : IEquatable<FactSet>
{
    /// <summary>How many facts a policy may have.</summary>
    public const int MaxFacts = 32;

    /// <summary>How many values a fact may have.</summary>
    public const int MaxValues = 254;

    // One byte a fact: 0 is unknown, otherwise the value's index + 1.
    private Digits _digits;

    /// <summary>The index of the fact's value, or -1 where it is unknown.</summary>
    public readonly int this[int fact] => _digits[fact] - 1;

    /// <summary>Whether the fact is known.</summary>
    public readonly bool Knows(int fact) => _digits[fact] != 0;

    /// <summary>States a fact here, where <see cref="With"/> makes a copy: one byte written instead of all of them moved.</summary>
    /// <param name="fact">The fact's index.</param>
    /// <param name="value">The value's index, or -1 to make it unknown.</param>
    public void Set(int fact, int value) => _digits[fact] = (byte)(value + 1);

    /// <summary>The same facts, with one set.</summary>
    public readonly FactSet With(int fact, int value)
    {
        var copy = this;
        copy.Set(fact, value);
        return copy;
    }

    /// <summary>The same facts, with one unknown.</summary>
    public readonly FactSet Without(int fact) => With(fact, -1);

    /// <inheritdoc/>
    public readonly bool Equals(FactSet other) => ((ReadOnlySpan<byte>)_digits).SequenceEqual(other._digits);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is FactSet other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_digits);
        return hash.ToHashCode();
    }

    /// <summary>Equality by value.</summary>
    public static bool operator ==(FactSet left, FactSet right) => left.Equals(right);

    /// <summary>Inequality by value.</summary>
    public static bool operator !=(FactSet left, FactSet right) => !left.Equals(right);

    [InlineArray(MaxFacts)]
    private struct Digits
    {
        private byte _first;
    }
}
