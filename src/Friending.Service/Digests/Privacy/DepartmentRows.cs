using Friending.Service.Digests.Counting;

namespace Friending.Service.Digests.Privacy;

/// <summary>
/// What the digests of the departments tell of one dimension, decided for all of them at once, beside what the organisation's
/// digest tells of it.
/// </summary>
/// <remarks>
/// Whoever lays the digests side by side can take the departments' numbers of a value from the organisation's. What is left is of
/// those who tell nothing of the dimension, and of departments that count the value among their others. So a department lists a
/// value only if those who tell nothing have it in enough different people; the values of which that is not so are counted together
/// by every department, and together they too are nobody's, or enough people's, of those who tell nothing. Where too few are left
/// who tell nothing, the smallest departments tell nothing either.
/// </remarks>
internal static class DepartmentRows
{
    /// <summary>The rows of each department; a department that tells nothing of the dimension has none.</summary>
    /// <param name="organisation">What the organisation's digest tells.</param>
    /// <param name="departments">The requests by value of each department whose number of requests is told.</param>
    /// <param name="elsewhere">The requests by value of everybody else.</param>
    /// <param name="enough">How many different people are enough for a number to be told.</param>
    internal static Dictionary<string, ToldRows> Of(
        ToldRows organisation, IReadOnlyDictionary<string, IReadOnlyDictionary<string, Tally>> departments,
        IReadOnlyDictionary<string, Tally> elsewhere, int enough)
    {
        if (enough == 1)
            return departments.ToDictionary(d => d.Key, d => new ToldRows(d.Value, null, enough), StringComparer.Ordinal);
        var silent = new List<IReadOnlyDictionary<string, Tally>> { elsewhere };
        var telling = departments
            .OrderBy(d => d.Value.Values.Sum(t => t.Requests)).ThenBy(d => d.Key, StringComparer.Ordinal).ToList();
        while (telling.Count > 0)
        {
            var open = Open(organisation, silent, enough);
            var rows = telling.ToDictionary(d => d.Key, d => new ToldRows(d.Value, open.Contains, enough), StringComparer.Ordinal);
            // One that lists nothing is among those who tell nothing, which may open more values to the others.
            var mute = telling.FindIndex(d => rows[d.Key].Listed.Count == 0);
            if (mute < 0)
                return rows;
            silent.Add(telling[mute].Value);
            telling.RemoveAt(mute);
        }

        return [];
    }

    // The values that departments may list.
    private static HashSet<string> Open(
        ToldRows organisation, List<IReadOnlyDictionary<string, Tally>> silent, int enough)
    {
        var left = organisation.Listed.Keys.ToDictionary(v => v, v => Sum(silent, v.Equals), StringComparer.Ordinal);
        var open = left.Where(v => v.Value.MayBeTold).Select(v => v.Key).ToHashSet(StringComparer.Ordinal);
        var isAnyClosed = organisation.Others.Requests > 0 || open.Count < organisation.Listed.Count;
        while (isAnyClosed && open.Count > 0 && !Sum(silent, v => !open.Contains(v)).MayBeTold)
            open.Remove(open.OrderBy(v => left[v].Requests).ThenBy(v => v, StringComparer.Ordinal).First());
        return open;

        Tally Sum(IEnumerable<IReadOnlyDictionary<string, Tally>> parts, Func<string, bool> isIn) =>
            Tally.Of(enough, parts.SelectMany(p => p.Where(v => isIn(v.Key)).Select(v => v.Value)));
    }
}
