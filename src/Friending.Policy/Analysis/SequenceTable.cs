namespace Friending.Policy.Analysis;

/// <summary>Numbers sequences of integers from 0; equal sequences get equal numbers. For hash-consing and memoising.</summary>
internal sealed class SequenceTable
{
    private int[] _items = new int[1024];
    private int[] _starts = new int[256];
    private uint[] _hashes = new uint[256];

    // Open addressing; a slot holds the number + 1, 0 where it is free. The length is a power of two, filled to a half at most.
    private int[] _slots = new int[512];

    /// <summary>How many different sequences there are.</summary>
    internal int Count { get; private set; }

    /// <summary>The sequence with this number; valid until the next <see cref="NumberOf"/>.</summary>
    internal ReadOnlySpan<int> this[int number] => _items.AsSpan(_starts[number].._starts[number + 1]);

    /// <summary>The sequence's number; <paramref name="isNew"/> where it was not there before.</summary>
    internal int NumberOf(ReadOnlySpan<int> sequence, out bool isNew)
    {
        var hash = Hash(sequence);
        var slot = hash & (uint)(_slots.Length - 1);
        for (; _slots[slot] != 0; slot = slot + 1 & (uint)(_slots.Length - 1))
        {
            var number = _slots[slot] - 1;
            if (_hashes[number] == hash && this[number].SequenceEqual(sequence))
            {
                isNew = false;
                return number;
            }
        }
        isNew = true;
        _slots[slot] = Count + 1;
        return Add(sequence, hash);
    }

    private int Add(ReadOnlySpan<int> sequence, uint hash)
    {
        var number = Count++;
        var start = _starts[number];
        if (_items.Length - start < sequence.Length)
            Array.Resize(ref _items, Math.Max(_items.Length * 2, start + sequence.Length));
        if (Count == _hashes.Length)
        {
            Array.Resize(ref _hashes, Count * 2);
            Array.Resize(ref _starts, Count * 2);
        }
        sequence.CopyTo(_items.AsSpan(start));
        _hashes[number] = hash;
        _starts[Count] = start + sequence.Length;
        if (Count * 2 > _slots.Length)
            Rehash();
        return number;
    }

    private void Rehash()
    {
        _slots = new int[_slots.Length * 2];
        for (var number = 0; number < Count; number++)
        {
            var slot = _hashes[number] & (uint)(_slots.Length - 1);
            while (_slots[slot] != 0)
                slot = slot + 1 & (uint)(_slots.Length - 1);
            _slots[slot] = number + 1;
        }
    }

    private static uint Hash(ReadOnlySpan<int> sequence)
    {
        var hash = 0x9E3779B97F4A7C15UL + (ulong)sequence.Length;
        foreach (var item in sequence)
        {
            hash = (hash ^ (uint)item) * 0xFF51AFD7ED558CCDUL;
            hash ^= hash >> 32;
        }
        return (uint)hash;
    }
}
