namespace Friending.Service.Decisions;

/// <summary>A part of a list of decisions.</summary>
/// <param name="Items">The decisions, oldest first.</param>
/// <param name="Cursor">Where to read on; absent where there is nothing more.</param>
/// <param name="Totals">How many match in all; absent unless asked for.</param>
public sealed record DecisionPage(
    IReadOnlyList<Decision> Items,
    string? Cursor,
    DecisionTotals? Totals = null);

/// <summary>How many decisions match.</summary>
/// <param name="Decisions">All of them.</param>
/// <param name="Outcomes">By outcome of the policy; without those that none has.</param>
/// <param name="Statuses">By status; likewise.</param>
public sealed record DecisionTotals(int Decisions, IReadOnlyDictionary<string, int> Outcomes, IReadOnlyDictionary<string, int> Statuses);
