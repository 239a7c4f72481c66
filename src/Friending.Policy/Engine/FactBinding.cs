using Friending.Policy.Documents;

namespace Friending.Policy.Engine;

/// <summary>Something stated that the policy cannot take.</summary>
/// <param name="Name">The fact or date it is about.</param>
/// <param name="Message">What is wrong, for the person or program that stated it.</param>
/// <param name="IsContradiction">Whether each statement could be taken, and only not all of them.</param>
public sealed record FactProblem(string Name, string Message, bool IsContradiction = false);

/// <summary>Statements turned into facts: names resolved, dates compared, defaults filled in.</summary>
/// <param name="Facts">The facts; meaningful only where there are no problems.</param>
/// <param name="Problems">What cannot be taken.</param>
public sealed record FactBinding(FactSet Facts, IReadOnlyList<FactProblem> Problems)
{
    /// <summary>
    /// Binds what is stated. A fact not stated is unknown, unless <paramref name="fillDefaults"/> gives it its default.
    /// A fact derived from two dates takes what they settle; a stated value that contradicts them is a problem, never a
    /// guess.
    /// </summary>
    /// <param name="table">The policy's facts.</param>
    /// <param name="stated">Values by fact name.</param>
    /// <param name="dates">Dates by name, ISO 8601 to the year, month or day.</param>
    /// <param name="fillDefaults">Whether facts that have a default take it, as a submission does and an interview does not.</param>
    public static FactBinding Of(
        FactTable table,
        IEnumerable<KeyValuePair<string, string>> stated,
        IEnumerable<KeyValuePair<string, string>> dates,
        bool fillDefaults)
    {
        var facts = new FactSet();
        List<FactProblem>? problems = null;
        foreach (var (name, value) in stated)
        {
            var fact = table.IndexOf(name);
            var index = fact < 0 ? -1 : table.IndexOfValue(fact, value);
            if (fact < 0)
                (problems ??= []).Add(new(name, "This policy has no such fact."));
            else if (index < 0)
                (problems ??= []).Add(new(name, $"Must be one of {string.Join(", ", table[fact].Values.Select(v => v.Value))}."));
            else
                facts.Set(fact, index);
        }

        Dictionary<string, PartialDate>? parsed = null;
        foreach (var (name, text) in dates)
        {
            if (!table.ReadsDate(name))
                (problems ??= []).Add(new(name, "This policy reads no such date."));
            else if (PartialDate.TryParse(text, out var date))
                (parsed ??= [])[name] = date;
            else
                (problems ??= []).Add(new(name, "Must be a date as ISO 8601 writes it: 1985, 2010-03 or 2010-03-14."));
        }

        for (var fact = 0; fact < table.Count; fact++)
        {
            if (parsed is not null
                && table[fact].Before is { } before
                && parsed.TryGetValue(before.First, out var first)
                && parsed.TryGetValue(before.Second, out var second)
                && first.IsBefore(second) is { } isBefore)
            {
                var derived = table.IndexOfValue(fact, isBefore ? "yes" : "no");
                if (facts.Knows(fact) && facts[fact] != derived)
                    (problems ??= []).Add(new(
                        table[fact].Name,
                        $"Contradicts the dates: from {before.First} and {before.Second} it follows that it is "
                        + (isBefore ? "yes." : "no."),
                        IsContradiction: true));
                facts.Set(fact, derived);
            }
            if (fillDefaults && !facts.Knows(fact) && table.DefaultOf(fact) is >= 0 and var value)
                facts.Set(fact, value);
        }
        return new(facts, problems ?? []);
    }
}
