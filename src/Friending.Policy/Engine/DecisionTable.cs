using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>A guideline compiled to a flat lookup: the facts that it reads make an index, the cell says which rule answers.</summary>
internal sealed class DecisionTable
{
    /// <summary>The cell where the guideline does not apply.</summary>
    internal const ushort NotApplicable = 0;

    /// <summary>The cell that no rule answers; a verified document has none.</summary>
    internal const ushort Gap = ushort.MaxValue;

    /// <summary>How many rules a guideline may have.</summary>
    internal const int MaxRules = 4096;

    private readonly int[] _facts;
    private readonly int[] _sizes;
    private readonly int[] _strides;
    private readonly ushort[] _cells;
    private readonly Conditions[] _rules;

    private DecisionTable(Guideline guideline, FactTable facts, int[] reads, int[] sizes, int[] strides, int cells)
    {
        Guideline = guideline;
        _facts = reads;
        _sizes = sizes;
        _strides = strides;
        _cells = new ushort[cells];
        AppliesWhen = Conditions.Of(guideline.AppliesWhen, facts);
        _rules = guideline.Rules.Select(r => Conditions.Of(r.When, facts)).ToArray();
        Fill(0, 0, cells, Enumerable.Range(0, _rules.Length).ToArray());
    }

    internal Guideline Guideline { get; }

    internal Conditions AppliesWhen { get; }

    internal ReadOnlySpan<Conditions> Rules => _rules;

    /// <summary>The facts the guideline reads, in the document's order.</summary>
    internal ReadOnlySpan<int> Facts => _facts;

    internal ReadOnlySpan<ushort> Cells => _cells;

    /// <summary>How far apart in <see cref="Cells"/> two values of each fact in <see cref="Facts"/> are.</summary>
    internal ReadOnlySpan<int> Strides => _strides;

    /// <summary>The facts that a guideline reads, in the document's order.</summary>
    internal static int[] Reads(Guideline guideline, FactTable facts) =>
        guideline.Rules.Select(r => r.When).Append(guideline.AppliesWhen)
            .SelectMany(when => when?.Keys ?? [])
            .Select(facts.IndexOf).Distinct().Order().ToArray();

    /// <summary>How many cells the guideline needs; <see cref="long.MaxValue"/> where that is beyond counting.</summary>
    internal static long SizeOf(Guideline guideline, FactTable facts)
    {
        var cells = 1L;
        foreach (var fact in Reads(guideline, facts))
            cells = cells > long.MaxValue / facts.SizeOf(fact) ? long.MaxValue : cells * facts.SizeOf(fact);
        return cells;
    }

    internal static DecisionTable Compile(Guideline guideline, FactTable facts)
    {
        var reads = Reads(guideline, facts);
        var sizes = reads.Select(facts.SizeOf).ToArray();
        var strides = new int[reads.Length];
        var cells = 1;
        for (var i = reads.Length - 1; i >= 0; i--)
        {
            strides[i] = cells;
            cells *= sizes[i];
        }
        return new(guideline, facts, reads, sizes, strides, cells);
    }

    /// <summary>The cell for these facts; false where one that the guideline reads is unknown.</summary>
    internal bool TryLookUp(in FactSet facts, out ushort cell)
    {
        var index = 0;
        for (var i = 0; i < _facts.Length; i++)
        {
            var value = facts[_facts[i]];
            if (value < 0)
            {
                cell = 0;
                return false;
            }
            index += value * _strides[i];
        }
        cell = _cells[index];
        return true;
    }

    /// <summary>The cells that the facts not yet known leave possible, one for each way to complete them.</summary>
    internal Completions CompletionsOf(in FactSet facts) => new(this, facts);

    /// <summary>The one value that all cells left possible have; false where they differ.</summary>
    internal bool TryOnly(in FactSet facts, out ushort cell)
    {
        var completions = CompletionsOf(facts);
        completions.MoveNext();
        cell = completions.Current;
        while (completions.MoveNext())
            if (completions.Current != cell)
                return false;
        return true;
    }

    /// <summary>The facts behind a cell.</summary>
    internal FactSet FactsAt(int index)
    {
        var facts = new FactSet();
        for (var i = 0; i < _facts.Length; i++)
            facts = facts.With(_facts[i], index / _strides[i] % _sizes[i]);
        return facts;
    }

    // Descends fact by fact with the rules that can still match; as soon as the first of them has nothing more to ask,
    // it owns the whole block, so a table of a million cells costs about as much as writing it.
    private void Fill(int depth, int offset, int length, ReadOnlySpan<int> candidates)
    {
        if (!Constrains(AppliesWhen, depth))
        {
            if (candidates.IsEmpty || !Constrains(_rules[candidates[0]], depth))
            {
                _cells.AsSpan(offset, length).Fill(candidates.IsEmpty ? Gap : (ushort)(candidates[0] + 1));
                return;
            }
        }
        var left = new int[candidates.Length];
        var block = length / _sizes[depth];
        for (var value = 0; value < _sizes[depth]; value++)
        {
            if (!Allows(AppliesWhen, depth, value))
                continue; // NotApplicable is what the array starts with.
            var count = 0;
            foreach (var rule in candidates)
                if (Allows(_rules[rule], depth, value))
                    left[count++] = rule;
            Fill(depth + 1, offset + value * block, block, left.AsSpan(0, count));
        }
    }

    /// <summary>Counts through the values of the unknown facts like an odometer, the last fact fastest; without allocation.</summary>
    internal struct Completions(DecisionTable table, FactSet known)
    {
        private int _index = -1;

        public readonly ushort Current => table._cells[_index];

        public readonly Completions GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_index < 0)
            {
                _index = 0;
                for (var i = 0; i < table._facts.Length; i++)
                    _index += Math.Max(known[table._facts[i]], 0) * table._strides[i];
                return true;
            }
            for (var i = table._facts.Length - 1; i >= 0; i--)
            {
                if (known.Knows(table._facts[i]))
                    continue;
                var value = _index / table._strides[i] % table._sizes[i];
                if (value + 1 < table._sizes[i])
                {
                    _index += table._strides[i];
                    return true;
                }
                _index -= value * table._strides[i];
            }
            return false;
        }
    }

    private bool Constrains(Conditions conditions, int depth) =>
        !conditions.Facts.IsEmpty && depth < _facts.Length && conditions.Facts[^1] >= _facts[depth];

    private bool Allows(Conditions conditions, int depth, int value) =>
        !conditions.TryGet(_facts[depth], out var allowed) || allowed.Contains(value);
}
