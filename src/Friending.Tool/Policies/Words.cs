namespace Friending.Tool.Policies;

/// <summary>Conditions in words.</summary>
internal static class Words
{
    /// <summary>Such as <c>patient current or family, careRole yes</c>.</summary>
    internal static string Of(IReadOnlyDictionary<string, IReadOnlyList<string>>? when) =>
        when is { Count: > 0 } ? string.Join(", ", when.Select(w => $"{w.Key} {Of(w.Value)}")) : "always";

    /// <summary>Such as <c>current or family</c>.</summary>
    internal static string Of(IReadOnlyList<string> values) => string.Join(" or ", values);
}
