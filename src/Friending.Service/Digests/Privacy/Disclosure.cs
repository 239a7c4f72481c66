namespace Friending.Service.Digests.Privacy;

/// <summary>
/// Decides which numbers about a set of requests may be told. Small ones are hidden, and others beside them are withheld
/// until no hidden one can be worked out: for each there must be a step, the same requests but for one that is of another
/// class, or two that have changed places between a department and the rest, under which everything told would be the
/// same and the hidden number would not.
/// </summary>
/// <remarks>
/// A number said to be small is from one up to the threshold, and one withheld is not below it, before and after a step; so
/// a reader who knows how digests are made learns no more. A step needs a request to be there that takes it, and a class that
/// the policy knows. What suppression chose among cells of equal use is not told, and not guarded either.
/// </remarks>
internal sealed class Disclosure
{
    private readonly int _threshold;
    private readonly int[] _counts;
    private readonly int _classes;
    private readonly List<Cell> _cells = [];
    private readonly List<Cell>[] _cellsOf;

    /// <summary>Nothing is told yet.</summary>
    /// <param name="threshold">Numbers from one up to, not including, this are hidden.</param>
    /// <param name="counts">How many requests are of each class; of those of the department and, in the same order, of the rest, where they are told apart.</param>
    internal Disclosure(int threshold, params int[][] counts)
    {
        _threshold = threshold;
        _classes = counts[0].Length;
        _counts = [.. counts.SelectMany(c => c)];
        _cellsOf = [.. _counts.Select(_ => new List<Cell>())];
    }

    /// <summary>A number that is to be told if it may be.</summary>
    /// <param name="members">The classes it counts.</param>
    /// <param name="breakdown">What it is part of; given up as a whole where nothing else helps.</param>
    /// <param name="cost">What its reader loses if it is withheld.</param>
    internal Cell Tell(IEnumerable<int> members, object breakdown, int cost) =>
        Add(members, breakdown, cost, value => IsSmall(value) ? Telling.Small : Telling.Told);

    /// <summary>A number that the reader has from elsewhere.</summary>
    internal void Known(IEnumerable<int> members, object breakdown, DigestFigure figure) =>
        Add(members, breakdown, null, value => figure.Value is not null ? Telling.Told : figure.FewerThan is not null ? Telling.Small : value >= _threshold ? Telling.Withheld : Telling.Nowhere);

    /// <summary>A number that is told nowhere, and must not be worked out if it is small.</summary>
    internal void Guard(IEnumerable<int> members, object breakdown) => Add(members, breakdown, null, _ => Telling.Nowhere);

    /// <summary>Withholds what must be. Then every cell has its figure, null where its breakdown was given up.</summary>
    internal void Settle()
    {
        // A department without requests learns no more of the rest than the organisation's digest tells.
        if (_counts.AsSpan(0, _classes).IndexOfAnyExcept(0) < 0)
            return;
        while (_cells.Find(c => IsHidden(c) && !IsGuarded(c)) is { } exposed)
        {
            if (Cheapest(exposed) is { } withheld)
            {
                foreach (var cell in withheld)
                    cell.Telling = Telling.Withheld;
            }
            else
            {
                // What is not told at all gives nothing away; of what is left to give up, first what the exposed number is part of.
                var breakdown = _cells.Where(c => c.IsOurs).OrderBy(c => c.Breakdown.Equals(exposed.Breakdown) ? 0 : 1).ThenBy(c => c.Cost).FirstOrDefault()?.Breakdown;
                if (breakdown is null)
                    return;
                foreach (var cell in _cells.Where(c => c.IsOurs && c.Breakdown.Equals(breakdown)))
                    cell.Telling = Telling.GivenUp;
            }
        }
    }

    private bool IsSmall(int value) => value > 0 && value < _threshold;

    private bool IsHidden(Cell cell) =>
        cell.Telling is Telling.Small or Telling.Withheld || cell.Telling is not Telling.Told && IsSmall(cell.Value);

    private Cell Add(IEnumerable<int> members, object breakdown, int? cost, Func<int, Telling> telling)
    {
        int[] classes = [.. members];
        var value = classes.Sum(c => _counts[c]);
        var cell = new Cell(value, classes, breakdown, cost, _threshold) { Telling = telling(value) };
        _cells.Add(cell);
        foreach (var c in classes)
            _cellsOf[c].Add(cell);
        return cell;
    }

    private bool IsGuarded(Cell cell) => Steps(cell).Any(step => NeededFor(step) is []);

    // What has to be withheld for the step that costs the reader least; null if none will do.
    private List<Cell>? Cheapest(Cell exposed) => Steps(exposed)
        .Select(NeededFor)
        .Where(needed => needed is not null)
        .MinBy(needed => (needed!.Sum(c => c.Cost), needed!.Sum(c => (long)c.Value)));

    // The steps that change the cell.
    private IEnumerable<Step> Steps(Cell cell)
    {
        var inside = cell.Members;
        for (var half = 0; half < _counts.Length; half += _classes)
            foreach (var a in inside)
                for (var b = half; b < half + _classes && a >= half && a < half + _classes; b++)
                {
                    if (cell.Has(b))
                        continue;
                    foreach (var (from, to) in new[] { (a, b), (b, a) })
                    {
                        if (_counts[from] == 0)
                            continue;
                        yield return new(from, to, Back: false);
                        // Elsewhere a request goes the other way, so that what the organisation is told of stays.
                        if (_counts.Length > _classes && _counts[Elsewhere(to)] > 0)
                            yield return new(from, to, Back: true);
                    }
                }
    }

    private int Elsewhere(int c) => c < _classes ? c + _classes : c - _classes;

    // Which told cells would be changed by the step and must be withheld for it; null if it cannot be taken.
    private List<Cell>? NeededFor(Step step)
    {
        var needed = new List<Cell>();
        foreach (var (cell, change) in Changes(step))
        {
            var after = cell.Value + change;
            switch (cell.Telling)
            {
                case Telling.Small when !IsSmall(after):
                case Telling.Withheld when after < _threshold:
                case Telling.Told when !cell.IsOurs || cell.Value < _threshold || after < _threshold:
                    return null;
                case Telling.Told:
                    needed.Add(cell);
                    break;
            }
        }
        return needed;
    }

    private IEnumerable<(Cell Cell, int Change)> Changes(Step step)
    {
        var (from, to) = (step.From, step.To);
        foreach (var cell in Touched(step))
        {
            var change = (cell.Has(to) ? 1 : 0) - (cell.Has(from) ? 1 : 0);
            if (step.Back)
                change += (cell.Has(Elsewhere(from)) ? 1 : 0) - (cell.Has(Elsewhere(to)) ? 1 : 0);
            if (change != 0)
                yield return (cell, change);
        }
    }

    private IEnumerable<Cell> Touched(Step step)
    {
        IEnumerable<Cell> touched = _cellsOf[step.From].Concat(_cellsOf[step.To]);
        if (step.Back)
            touched = touched.Concat(_cellsOf[Elsewhere(step.From)]).Concat(_cellsOf[Elsewhere(step.To)]);
        return touched.Distinct();
    }

    /// <summary>A request that is of another class, and, if there is a way back, one elsewhere that does the opposite.</summary>
    private readonly record struct Step(int From, int To, bool Back);

    /// <summary>What is told of a number.</summary>
    internal enum Telling
    {
        /// <summary>The number.</summary>
        Told,

        /// <summary>That it is small.</summary>
        Small,

        /// <summary>Nothing, though it is not small.</summary>
        Withheld,

        /// <summary>Nothing, here or elsewhere.</summary>
        Nowhere,

        /// <summary>Nothing, with all of its breakdown.</summary>
        GivenUp,
    }

    /// <summary>A number and what is told of it.</summary>
    internal sealed class Cell(int value, int[] members, object breakdown, int? cost, int threshold)
    {
        private readonly HashSet<int> _members = [.. members];

        internal int Value => value;

        internal int[] Members => members;

        internal object Breakdown => breakdown;

        internal int Cost => cost ?? 0;

        // Whether what is told of it is for this digest to say.
        internal bool IsOurs => cost is not null && Telling != Telling.GivenUp;

        internal Telling Telling { get; set; }

        /// <summary>What its reader sees; null where its breakdown was given up.</summary>
        internal DigestFigure? Figure => Telling switch
        {
            Telling.Told => DigestFigure.Of(value),
            Telling.Small => DigestFigure.Fewer(threshold),
            Telling.Withheld => DigestFigure.NotTold,
            _ => null,
        };

        internal bool Has(int c) => _members.Contains(c);
    }
}
