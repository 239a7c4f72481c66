using System.Security.Cryptography;
using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Policy;

/// <summary>The report on a document before it is used: what is wrong, with an example for each problem, and how large it is.</summary>
public sealed record PolicyReport
{
    /// <summary>The document's identity; null where it could not be read.</summary>
    public PolicyReference? Policy { get; private init; }

    /// <summary>Cells of all decision tables; 0 where none could be compiled.</summary>
    public long Cells { get; private init; }

    /// <summary>How many scenarios were run.</summary>
    public int Scenarios => ScenarioResults.Count;

    /// <summary>What came of each; none where there are no scenarios, or the document's own problems come first.</summary>
    public IReadOnlyList<ScenarioResult> ScenarioResults { get; private init; } = [];

    /// <summary>What is wrong; empty when the document is valid.</summary>
    public IReadOnlyList<PolicyProblem> Problems { get; private init; } = [];

    /// <summary>Whether the document may be used.</summary>
    public bool IsValid => Problems.Count == 0;

    /// <summary>The policy, ready to decide; null unless the document is valid.</summary>
    public PolicyDecisionPoint? DecisionPoint { get; private init; }

    /// <summary>Reads, checks, compiles and verifies a document and runs its scenarios. Never throws for what a document holds.</summary>
    /// <param name="source">The policy document, UTF-8 JSON.</param>
    /// <param name="scenarios">Its scenarios, UTF-8 JSON; null where there are none.</param>
    public static PolicyReport Of(ReadOnlyMemory<byte> source, ReadOnlyMemory<byte>? scenarios = null) =>
        Of(source, scenarios, PossibilitySpace.MaxRememberedStates);

    /// <summary>The report on something that is no document at all.</summary>
    /// <param name="message">What is wrong, and where.</param>
    public static PolicyReport Malformed(string message) => new() { Problems = [new(PolicyProblemKind.Malformed, message)] };

    internal static PolicyReport Of(ReadOnlyMemory<byte> source, ReadOnlyMemory<byte>? scenarios, int maxRememberedStates)
    {
        PolicyDocument document;
        ScenarioDocument? scenarioDocument;
        try
        {
            document = PolicyJson.Read(source, PolicyJson.Default.PolicyDocument, "policy document");
            scenarioDocument = scenarios is { } given
                ? PolicyJson.Read(given, PolicyJson.Default.ScenarioDocument, "scenario file", nullable: "fact")
                : null;
        }
        catch (PolicyException e)
        {
            return new() { Problems = e.Problems };
        }

        var report = new PolicyReport
        {
            Policy = new(document.Id, document.Version, Convert.ToHexStringLower(SHA256.HashData(source.Span))),
            Problems = [.. DocumentChecks.Of(document)],
        };
        if (!report.IsValid)
            return report;

        var facts = new FactTable(document.Facts);
        if (DocumentChecks.TooLarge(document, facts) is { } tooLarge)
            return report with { Cells = tooLarge.Count, Problems = [tooLarge] };

        var tables = document.Guidelines.Select(g => DecisionTable.Compile(g, facts)).ToArray();
        report = report with
        {
            Cells = tables.Sum(t => (long)t.Cells.Length),
            Problems = [.. tables.SelectMany(t => Verification.Of(t, facts))],
        };
        if (!report.IsValid)
            return report;

        var policy = new PolicyDecisionPoint(document, source, report.Policy!, facts, tables, maxRememberedStates);
        if (scenarioDocument is not null)
        {
            var results = ScenarioRun.Results(policy, scenarioDocument);
            report = report with { ScenarioResults = results, Problems = [.. ScenarioRun.Failures(policy, scenarioDocument, results)] };
        }
        return report.IsValid ? report with { DecisionPoint = policy } : report;
    }
}
