using System.Numerics;
using System.Text.Json.Serialization;
using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Policy.Analysis;

/// <summary>What a document answers about some combinations.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Rules">The rules that decide: those that apply and give the outcome. None where no guideline applies.</param>
public sealed record DiffSide(string Outcome, IReadOnlyList<string> Rules);

/// <summary>Combinations that come out differently, in the same way.</summary>
/// <param name="When">Each fact named has one of the values listed; a fact not named may have any that is compared.</param>
/// <param name="From">What the first document answers.</param>
/// <param name="To">What the second document answers.</param>
/// <param name="ReplyChanged">Whether the words to send differ, in a language that both documents have.</param>
/// <param name="Combinations">How many combinations the row stands for.</param>
public sealed record DiffRow(
    IReadOnlyDictionary<string, IReadOnlyList<string>> When,
    DiffSide From,
    DiffSide To,
    bool ReplyChanged,
    [property: JsonConverter(typeof(CountConverter))] BigInteger Combinations);

/// <summary>How something of one document stands in another.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChangeKind>))]
public enum ChangeKind
{
    /// <summary>Only the second document has it.</summary>
    [JsonStringEnumMemberName("added")] Added,

    /// <summary>Only the first document has it.</summary>
    [JsonStringEnumMemberName("removed")] Removed,

    /// <summary>Both have it, but not alike.</summary>
    [JsonStringEnumMemberName("changed")] Changed,
}

/// <summary>A fact that the documents do not define alike.</summary>
/// <param name="Fact">The fact's name.</param>
/// <param name="Change">What became of it.</param>
/// <param name="AddedValues">Values that only the second document has; where both have the fact, they are not compared.</param>
/// <param name="RemovedValues">Values that only the first document has; likewise.</param>
/// <param name="DefaultFrom">Its default in the first document.</param>
/// <param name="DefaultTo">Its default in the second document.</param>
public sealed record FactChange(
    string Fact,
    ChangeKind Change,
    IReadOnlyList<string> AddedValues,
    IReadOnlyList<string> RemovedValues,
    string? DefaultFrom,
    string? DefaultTo);

/// <summary>An outcome that the documents do not define alike.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Change">What became of it.</param>
/// <param name="KindFrom">What it means to software in the first document.</param>
/// <param name="KindTo">What it means to software in the second document.</param>
public sealed record OutcomeChange(string Outcome, ChangeKind Change, OutcomeKind? KindFrom, OutcomeKind? KindTo);

/// <summary>
/// Which combinations of facts two documents answer differently: exactly, over all of them, without trying them one by
/// one. An answer differs where the outcome, the rules that decide, or the reply does. Combinations are those of all facts
/// of both documents: a fact that both have ranges over the values that both have; a fact that only one has ranges over all
/// its values, and the other document answers the same for each of them.
/// </summary>
public sealed record PolicyDiff
{
    /// <summary>How many rows are written unless more or fewer are asked for.</summary>
    public const int DefaultRows = 200;

    // Past this many rows the rest is only counted, unfolded; the largest of the rest may then be missing.
    private const int MostFolded = 10_000;

    // Most rows show a few differences. The sets are made together: one by one, each would need a walk of its own.
    private const int SetsAtOnce = 1000;

    private static readonly Lock s_one = new();

    private PolicyDiff()
    {
    }

    /// <summary>The first document.</summary>
    public required PolicyReference From { get; init; }

    /// <summary>The second document.</summary>
    public required PolicyReference To { get; init; }

    /// <summary>How many combinations were compared; 0 where the documents share a fact but none of its values.</summary>
    [JsonConverter(typeof(CountConverter))]
    public required BigInteger Compared { get; init; }

    /// <summary>How many of them the documents answer differently.</summary>
    [JsonConverter(typeof(CountConverter))]
    public required BigInteger Changed { get; init; }

    /// <summary>How many rows the differences fold into; beyond ten thousand rows, at most so many.</summary>
    public required long RowCount { get; init; }

    /// <summary>The rows: no combination is in two of them. Changed outcomes first, the rows that stand for most first.</summary>
    public required IReadOnlyList<DiffRow> Rows { get; init; }

    /// <summary>Facts added, removed, or defined otherwise.</summary>
    public required IReadOnlyList<FactChange> Facts { get; init; }

    /// <summary>Outcomes added, removed, or of another kind.</summary>
    public required IReadOnlyList<OutcomeChange> Outcomes { get; init; }

    /// <summary>Whether the documents answer alike and define the same facts and outcomes.</summary>
    [JsonIgnore]
    public bool IsEmpty => Changed.IsZero && Facts.Count == 0 && Outcomes.Count == 0;

    /// <summary>Compares two policies.</summary>
    /// <param name="from">The policy as it is.</param>
    /// <param name="to">The policy as it would be.</param>
    /// <param name="maxRows">How many rows to write at most.</param>
    /// <exception cref="PolicyException">The two interact in too many ways to compare (<see cref="PolicyProblemKind.Size"/>).</exception>
    /// <remarks>One comparison runs at a time in a process, since each may take some hundred megabytes;
    /// others wait for a second or two.</remarks>
    public static PolicyDiff Of(PolicyDecisionPoint from, PolicyDecisionPoint to, int maxRows = DefaultRows)
    {
        lock (s_one)
            return Compare(from, to, maxRows);
    }

    private static PolicyDiff Compare(PolicyDecisionPoint from, PolicyDecisionPoint to, int maxRows)
    {
        var facts = new ComparedFacts(from.Facts, to.Facts);
        var diagrams = new DecisionDiagrams(facts.Sizes);
        var diff = new PolicyDiff
        {
            From = from.Reference,
            To = to.Reference,
            Compared = diagrams.Combinations(),
            Changed = 0,
            RowCount = 0,
            Rows = [],
            Facts = [.. facts.Changes()],
            Outcomes = [.. Changes(from.Document.Outcomes, to.Document.Outcomes)],
        };
        if (diff.Compared.IsZero)
            return diff;
        var comparison = new DocumentComparison(from, to, facts, diagrams);
        var (rows, count) = Fold(comparison, diagrams);
        return diff with
        {
            Changed = comparison.Differences.Aggregate(BigInteger.Zero, (sum, d) => sum + d.Count.Combinations),
            RowCount = count,
            Rows =
            [
                .. rows.OrderBy(r => Weight(r.Difference)).ThenByDescending(r => r.Combinations).Take(maxRows)
                    .Select(r => new DiffRow(
                        facts.Name(r.Box), r.Difference.From, r.Difference.To, r.Difference.ReplyChanged, r.Combinations)),
            ],
        };
    }

    private static (List<(ValueSet[] Box, BigInteger Combinations, DocumentComparison.Difference Difference)> Rows, long Count) Fold(
        DocumentComparison comparison, DecisionDiagrams diagrams)
    {
        var folding = new BoxFolding(diagrams);
        var rows = new List<(ValueSet[], BigInteger, DocumentComparison.Difference)>();
        DocumentComparison.Difference[] ordered = [.. comparison.Differences.OrderBy(Weight).ThenByDescending(d => d.Count.Combinations)];
        var (count, folded) = (0L, 0);
        foreach (var (difference, set) in ordered.Chunk(SetsAtOnce).SelectMany(comparison.SetsOf))
        {
            if (rows.Count >= MostFolded)
                break;
            var (boxes, all) = folding.Fold(set, MostFolded - rows.Count);
            rows.AddRange(boxes.Select(b => (b, BoxFolding.CombinationsOf(b), difference)));
            count += all;
            folded++;
        }
        return (rows, ordered.Skip(folded).Aggregate(count, (sum, d) => Math.Min(sum + d.Count.Boxes, BoxFolding.Many)));
    }

    // Another outcome matters most, then other rules, then only other words.
    private static int Weight(DocumentComparison.Difference difference) =>
        difference.From.Outcome != difference.To.Outcome ? 0 : difference.From.Rules.SequenceEqual(difference.To.Rules) ? 2 : 1;

    private static IEnumerable<OutcomeChange> Changes(IReadOnlyList<OutcomeDefinition> from, IReadOnlyList<OutcomeDefinition> to) =>
        from name in @from.Concat(to).Select(o => o.Value).Distinct()
        let before = @from.FirstOrDefault(o => o.Value == name)?.Kind
        let after = to.FirstOrDefault(o => o.Value == name)?.Kind
        where before != after
        select new OutcomeChange(
            name, before is null ? ChangeKind.Added : after is null ? ChangeKind.Removed : ChangeKind.Changed, before, after);
}
