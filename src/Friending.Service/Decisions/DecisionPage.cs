using System.Text.Json.Serialization;

namespace Friending.Service.Decisions;

/// <summary>A part of a list of decisions.</summary>
/// <param name="Items">The decisions, oldest first.</param>
/// <param name="Cursor">Where to read on; absent where there is nothing more.</param>
public sealed record DecisionPage(
    IReadOnlyList<Decision> Items,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Cursor);
