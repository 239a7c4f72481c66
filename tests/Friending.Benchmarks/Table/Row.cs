namespace Friending.Benchmarks;

/// <summary>A line of the table: a figure beside what it is measured against, and what it is to reach.</summary>
/// <param name="Item">The group it belongs to.</param>
/// <param name="What">What is measured.</param>
/// <param name="Ours">Ours, with its unit.</param>
/// <param name="Beside">What it was measured beside, in the same run; empty where the target is absolute.</param>
/// <param name="Figure">What the target is about.</param>
/// <param name="Target">The target; empty where there is none.</param>
/// <param name="IsMet">Whether it is reached; null where nothing was to be, or nothing could be measured.</param>
internal sealed record Row(string Item, string What, string Ours, string Beside, string Figure, string Target, bool? IsMet);
