using System.Runtime.CompilerServices;

namespace Friending.Policy.Engine;

/// <summary>A set of a fact's value indexes.</summary>
internal struct ValueSet : IEquatable<ValueSet>
{
    private Bits _bits;

    internal readonly bool Contains(int value) => (_bits[value >> 6] >> (value & 63) & 1) != 0;

    internal void Add(int value) => _bits[value >> 6] |= 1UL << (value & 63);

    internal static ValueSet All(int count)
    {
        var set = new ValueSet();
        for (var value = 0; value < count; value++)
            set.Add(value);
        return set;
    }

    internal readonly ValueSet Intersect(in ValueSet other)
    {
        var both = new ValueSet();
        for (var i = 0; i < Bits.Words; i++)
            both._bits[i] = _bits[i] & other._bits[i];
        return both;
    }

    internal readonly ValueSet Union(in ValueSet other)
    {
        var either = new ValueSet();
        for (var i = 0; i < Bits.Words; i++)
            either._bits[i] = _bits[i] | other._bits[i];
        return either;
    }

    /// <summary>How many values are in the set.</summary>
    internal readonly int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _bits)
                count += System.Numerics.BitOperations.PopCount(word);
            return count;
        }
    }

    /// <inheritdoc/>
    public readonly bool Equals(ValueSet other) => ((ReadOnlySpan<ulong>)_bits).SequenceEqual(other._bits);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is ValueSet other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(_bits[0], _bits[1], _bits[2], _bits[3]);

    /// <summary>The lowest value in the set, or -1 where it is empty.</summary>
    internal readonly int First()
    {
        for (var i = 0; i < Bits.Words; i++)
            if (_bits[i] != 0)
                return i * 64 + System.Numerics.BitOperations.TrailingZeroCount(_bits[i]);
        return -1;
    }

    [InlineArray(Words)]
    private struct Bits
    {
        internal const int Words = 4;
        private ulong _first;
    }
}
