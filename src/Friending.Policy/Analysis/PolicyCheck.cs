using Friending.Policy.Engine;

namespace Friending.Policy.Analysis;

/// <summary>A <see cref="PolicyReport"/> as JSON: what is wrong, by kind, with an example where there is one.</summary>
/// <param name="Valid">Whether the document may be used.</param>
/// <param name="Policy">The document's identity; null where it could not be read.</param>
/// <param name="Cells">Cells of all decision tables; 0 where none could be compiled.</param>
/// <param name="Scenarios">How many scenarios were run; 0 where the document's own problems come first.</param>
/// <param name="Malformed">Where the text is not JSON of the published shape.</param>
/// <param name="References">What is named but not defined, defined twice, or not translated.</param>
/// <param name="Sizes">What is larger than the engine takes.</param>
/// <param name="Gaps">Combinations that no rule of a guideline answers, in rows.</param>
/// <param name="Conflicts">Rules under hit policy unique that overlap and disagree.</param>
/// <param name="Unreachable">Rules that can never give the finding, with those that come first.</param>
/// <param name="Presentation">What people are shown and the document lacks; looked for where nothing else is wrong.</param>
/// <param name="FailingScenarios">Scenarios that come out otherwise than they expect.</param>
public sealed record PolicyCheck(
    bool Valid,
    PolicyReference? Policy,
    long Cells,
    int Scenarios,
    IReadOnlyList<PolicyProblem> Malformed,
    IReadOnlyList<PolicyProblem> References,
    IReadOnlyList<PolicyProblem> Sizes,
    IReadOnlyList<PolicyProblem> Gaps,
    IReadOnlyList<PolicyProblem> Conflicts,
    IReadOnlyList<PolicyProblem> Unreachable,
    IReadOnlyList<PolicyProblem> Presentation,
    IReadOnlyList<PolicyProblem> FailingScenarios)
{
    /// <summary>The report by kind of problem.</summary>
    public static PolicyCheck Of(PolicyReport report)
    {
        var presentation = report.DecisionPoint is { } policy ? PresentationChecks.Of(policy.Document) : [];
        return new(
            report.IsValid && presentation.Count == 0, report.Policy, report.Cells, report.Scenarios,
            All(PolicyProblemKind.Malformed), All(PolicyProblemKind.Reference), All(PolicyProblemKind.Size), All(PolicyProblemKind.Gap),
            All(PolicyProblemKind.Conflict), All(PolicyProblemKind.Unreachable), presentation, All(PolicyProblemKind.Scenario));

        IReadOnlyList<PolicyProblem> All(PolicyProblemKind kind) => [.. report.Problems.Where(p => p.Kind == kind)];
    }
}
