using Friending.Policy.Engine;

namespace Friending.Tool.Policies;

/// <summary>Facts and dates as they are typed: <c>patient=current friendsSince=1985</c>.</summary>
internal static class StatedFacts
{
    /// <summary>Binds them to a policy's facts.</summary>
    /// <exception cref="UnusableException">One cannot be taken.</exception>
    internal static FactSet Bind(PolicyDecisionPoint policy, IEnumerable<string> statements, bool fillDefaults)
    {
        var (facts, dates) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var statement in statements)
        {
            if (statement.Split('=', 2) is not [{ Length: > 0 } name, var value])
                throw new UnusableException($"'{statement}' states no fact; a fact is stated as name=value.");
            if (!(policy.Facts.ReadsDate(name) ? dates : facts).TryAdd(name, value))
                throw new UnusableException($"'{name}' is stated twice.");
        }
        var bound = FactBinding.Of(policy.Facts, facts, dates, fillDefaults);
        if (bound.Problems.Count > 0)
            throw new UnusableException(string.Join(Environment.NewLine, bound.Problems.Select(p => $"{p.Name}: {p.Message}")));
        return bound.Facts;
    }
}
