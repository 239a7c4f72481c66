using Friending.Service.Digests.Counting;

namespace Friending.Service.Digests.Privacy;

/// <summary>
/// Decides together what is told of dimensions that depend on each other: a rule has an outcome and a guideline, and some rules apply to
/// one direction or one kind of other party only. Numbers that may each be told may give away one that may not: those to be sent, less
/// those of a rule that only such requests come to, are the rest that were to be sent.
/// </summary>
/// <remarks>
/// What is told are sums over classes of requests. A sum over some classes can be worked out from them exactly if its indicator is
/// a linear combination of theirs, that is, if every way to move requests between classes that leaves all told sums as they are
/// leaves it too. So the ways to move (the null space) are computed, and sums over a few people that no way changes are searched for;
/// while there is one, a row is withheld. Only classes that occur count, each with a request at least: so a reader is taken to know
/// more than any does, and each way to move one request is open. The arithmetic is modulo a prime.
/// </remarks>
internal static class LinkedRows
{
    // Beyond these, the least important dimension is left out.
    private const int MostClasses = 400;

    private const ulong Prime = (1UL << 61) - 1;

    /// <summary>A dimension.</summary>
    /// <param name="Key">What it is called.</param>
    /// <param name="ValueOf">The value of a class.</param>
    /// <param name="Weight">What its reader loses if a row is withheld.</param>
    internal sealed record Dimension(object Key, Func<RequestClass, string> ValueOf, int Weight);

    /// <summary>The rows of each dimension, by its key.</summary>
    internal static Dictionary<object, ToldRows> Of(
        IReadOnlyDictionary<RequestClass, Tally> classes, IReadOnlyList<Dimension> dimensions, int enough)
    {
        var told = dimensions.OrderByDescending(d => d.Weight).ToList();
        List<Tally> atoms;
        List<string[]> values;
        while (true)
        {
            var groups = classes.GroupBy(c => string.Join('\0', told.Select(d => d.ValueOf(c.Key))))
                .OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
            atoms = [.. groups.Select(g => Tally.Of(enough, g.Select(c => c.Value)))];
            values = [.. groups.Select(g => told.Select(d => d.ValueOf(g.First().Key)).ToArray())];
            if (atoms.Count <= MostClasses || told.Count == 1)
                break;
            told.RemoveAt(told.Count - 1);
        }

        var rows = told.Select((_, d) => new ToldRows(
            atoms.Select((tally, a) => (Value: values[a][d], Tally: tally)).GroupBy(a => a.Value)
                .Select(g => KeyValuePair.Create(g.Key, Tally.Of(enough, g.Select(a => a.Tally)))),
            null, enough)).ToList();
        while (Exposed(atoms, Sums()) is { } exposed)
        {
            // The cheapest row that bears on it; there is one, for the number of all requests alone exposes nothing small.
            var (dimension, value) = rows.SelectMany((r, d) => r.Listed.Select(v => (Dimension: d, Value: v.Key, v.Value.Requests)))
                .OrderByDescending(r => exposed.Any(a => values[a][r.Dimension] == r.Value))
                .ThenBy(r => told[r.Dimension].Weight).ThenBy(r => r.Requests).ThenBy(r => r.Value, StringComparer.Ordinal)
                .Select(r => (r.Dimension, r.Value)).First();
            rows[dimension].Withhold(value);
        }

        return told.Zip(rows).ToDictionary(p => p.First.Key, p => p.Second);

        // Each listed row as the classes that it counts, and the number of all.
        List<bool[]> Sums() =>
        [
            [.. atoms.Select(_ => true)],
            .. rows.SelectMany((r, d) => r.Listed.Keys.Select(v => values.Select(of => of[d] == v).ToArray())),
        ];
    }

    // Classes of a few people together whose sum can be worked out; null if there are none.
    private static int[]? Exposed(List<Tally> atoms, List<bool[]> sums)
    {
        var marks = Marks(atoms.Count, sums);
        var small = Enumerable.Range(0, atoms.Count).Where(a => atoms[a].IsSmall).ToArray();
        bool IsSmall(params int[] of) => Tally.Of(atoms[of[0]].Enough, of.Select(a => atoms[a])).IsSmall;

        var one = small.ToLookup(a => marks[a]);
        if (one[0].Any())
            return [one[0].First()];
        var pairs = new Dictionary<ulong, List<(int A, int B)>>();
        for (var i = 0; i < small.Length; i++)
        {
            for (var j = i + 1; j < small.Length; j++)
            {
                var (a, b) = (small[i], small[j]);
                if (!IsSmall(a, b))
                    continue;
                var sum = Add(marks[a], marks[b]);
                if (sum == 0)
                    return [a, b];
                foreach (var c in one[Negate(sum)])
                {
                    if (c != a && c != b && IsSmall(a, b, c))
                        return [a, b, c];
                }

                if (pairs.TryGetValue(Negate(sum), out var opposite))
                {
                    foreach (var (c, d) in opposite)
                    {
                        if (c != a && c != b && d != a && d != b && IsSmall(a, b, c, d))
                            return [a, b, c, d];
                    }
                }

                if (!pairs.TryGetValue(sum, out var same))
                    pairs.Add(sum, same = []);
                same.Add((a, b));
            }
        }

        return Differences(atoms, sums);
    }

    // A told number less all told numbers that are parts of it, however many classes are left.
    private static int[]? Differences(List<Tally> atoms, List<bool[]> sums)
    {
        foreach (var whole in sums)
        {
            var left = whole.ToArray();
            foreach (var part in sums)
            {
                if (!ReferenceEquals(part, whole) && part.Zip(left).All(p => !p.First || p.Second))
                    left = [.. left.Zip(part, (l, p) => l && !p)];
            }

            int[] rest = [.. Enumerable.Range(0, atoms.Count).Where(a => left[a])];
            if (rest.Length > 0 && Tally.Of(atoms[0].Enough, rest.Select(a => atoms[a])).IsSmall)
                return rest;
        }

        return null;
    }

    // A number for each class such that a sum over classes can be worked out if and, but for a chance of one in 2^61, only if their
    // numbers add up to zero: a combination, with coefficients drawn once, of all ways to move requests.
    private static ulong[] Marks(int classes, List<bool[]> sums)
    {
        var rows = sums.ConvertAll(s => s.Select(isIn => isIn ? 1UL : 0).ToArray());
        var pivots = new List<(int Row, int Class)>();
        for (var c = 0; c < classes && pivots.Count < rows.Count; c++)
        {
            var at = rows.FindIndex(pivots.Count, row => row[c] != 0);
            if (at < 0)
                continue;
            (rows[pivots.Count], rows[at]) = (rows[at], rows[pivots.Count]);
            var pivot = rows[pivots.Count];
            var inverse = Power(pivot[c], Prime - 2);
            for (var k = c; k < classes; k++)
                pivot[k] = Multiply(pivot[k], inverse);
            foreach (var row in rows)
            {
                if (ReferenceEquals(row, pivot) || row[c] == 0)
                    continue;
                var factor = Negate(row[c]);
                for (var k = c; k < classes; k++)
                    row[k] = Add(row[k], Multiply(factor, pivot[k]));
            }

            pivots.Add((pivots.Count, c));
        }

        var marks = new ulong[classes];
        var state = 1UL;
        var isPivot = pivots.Select(p => p.Class).ToHashSet();
        for (var c = 0; c < classes; c++)
        {
            if (!isPivot.Contains(c))
                marks[c] = state = Multiply(state, 6_364_136_223_846_793_005 % Prime);
        }

        foreach (var (row, pivot) in pivots)
        {
            var sum = 0UL;
            for (var c = 0; c < classes; c++)
            {
                if (!isPivot.Contains(c))
                    sum = Add(sum, Multiply(rows[row][c], marks[c]));
            }

            marks[pivot] = Negate(sum);
        }

        return marks;
    }

    private static ulong Add(ulong a, ulong b) => (a + b) % Prime;

    private static ulong Negate(ulong a) => a == 0 ? 0 : Prime - a;

    private static ulong Multiply(ulong a, ulong b) => (ulong)((UInt128)a * b % Prime);

    private static ulong Power(ulong value, ulong exponent)
    {
        var result = 1UL;
        for (; exponent > 0; exponent >>= 1, value = Multiply(value, value))
        {
            if ((exponent & 1) == 1)
                result = Multiply(result, value);
        }

        return result;
    }
}
