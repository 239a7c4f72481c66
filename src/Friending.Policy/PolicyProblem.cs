using System.Text.Json.Serialization;
using Friending.Policy.Analysis;

namespace Friending.Policy;

/// <summary>Why a document is refused.</summary>
public enum PolicyProblemKind
{
    /// <summary>Not JSON of the published shape.</summary>
    Malformed,

    /// <summary>Something named is not defined, defined twice, or not translated.</summary>
    Reference,

    /// <summary>Larger than the engine takes.</summary>
    Size,

    /// <summary>A combination of facts that no rule of a guideline answers.</summary>
    Gap,

    /// <summary>A rule that can never give the finding.</summary>
    Unreachable,

    /// <summary>Under hit policy unique, rules that overlap and disagree.</summary>
    Conflict,

    /// <summary>A scenario that comes out otherwise than it expects.</summary>
    Scenario,
}

/// <summary>One thing that is wrong with a policy document.</summary>
/// <param name="Kind">The kind of problem; not in JSON, where each kind has a list of its own (<see cref="PolicyCheck"/>).</param>
/// <param name="Message">One clear sentence for its author, naming guideline, rule and example where there are any.</param>
/// <param name="Guideline">The guideline it is in.</param>
/// <param name="Rule">The rule it is in; of two, the later.</param>
/// <param name="Others">Other rules involved: those that shadow it, or disagree with it.</param>
/// <param name="Example">A combination of facts that shows it.</param>
/// <param name="Count">How many combinations (of the facts that the guideline reads) it concerns; 0 where that has no meaning.</param>
/// <param name="Rows">For a gap, its combinations as disjoint rows, the largest first; at most <see cref="MostRows"/>.</param>
/// <param name="RowCount">How many rows there are in all.</param>
public sealed record PolicyProblem(
    [property: JsonIgnore] PolicyProblemKind Kind,
    string Message,
    string? Guideline = null,
    string? Rule = null,
    IReadOnlyList<string>? Others = null,
    IReadOnlyDictionary<string, string>? Example = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Count = 0,
    IReadOnlyList<FoldedRow>? Rows = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long RowCount = 0)
{
    /// <summary>How many rows are written at most.</summary>
    public const int MostRows = 100;
}

/// <summary>A policy document was refused.</summary>
public sealed class PolicyException : Exception
{
    /// <summary>Refused for one reason.</summary>
    public PolicyException(PolicyProblem problem, Exception? inner = null)
        : base(problem.Message, inner) => Problems = [problem];

    /// <summary>Refused for several; the message holds them all, one a line.</summary>
    public PolicyException(IReadOnlyList<PolicyProblem> problems)
        : base(string.Join(Environment.NewLine, problems.Select(p => p.Message))) => Problems = problems;

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<PolicyProblem> Problems { get; }
}
