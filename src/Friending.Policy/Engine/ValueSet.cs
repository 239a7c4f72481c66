using System.Runtime.CompilerServices;

namespace Friending.Policy;

/// <summary>A set of a fact's value indexes.</summary>
internal struct ValueSet
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
