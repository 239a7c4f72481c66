using System.Collections.ObjectModel;
using Friending.Policy.Documents;

namespace Friending.Service.Decisions;

/// <summary>Settings, section <c>Groups</c>: the organisation's own groups, where staff and patients can meet
/// without opening their profiles.</summary>
public sealed class OfferedGroups : Collection<OfferedGroup>
{
    /// <summary>The section's name.</summary>
    public const string Section = "Groups";

    /// <summary>Those that are for everybody, and those for the department.</summary>
    /// <param name="department">The department of whoever asks; null where it is not known.</param>
    public IReadOnlyList<AnswerGroup> For(string? department) => Count == 0 ? [] :
    [
        .. this.Where(g => g.Departments.Count == 0 || g.Departments.Contains(department?.Trim() ?? "", StringComparer.OrdinalIgnoreCase))
            .Select(g => new AnswerGroup(g.Name, g.Address)),
    ];

    /// <summary>A text that names groups, or an empty one where there are none to name.</summary>
    internal static string Told(LocalizedText text, string language, IReadOnlyList<AnswerGroup> groups) =>
        groups.Count == 0 ? "" : " " + text.In(language).Replace(
            GroupOffer.Placeholder, string.Join("; ", groups.Select(g => $"{g.Name}, {g.Address}")), StringComparison.Ordinal);
}

/// <summary>A group that the organisation offers.</summary>
public sealed class OfferedGroup
{
    /// <summary>What it is called, on one line.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its https address.</summary>
    public string Address { get; set; } = "";

    /// <summary>The departments that it is for, as requests state them; for everybody if none is listed.</summary>
    public IList<string> Departments { get; } = [];

    /// <summary>Whether people can be sent there.</summary>
    public bool IsValid() =>
        Name.Length is > 0 and <= 100 && !string.IsNullOrWhiteSpace(Name) && !Name.Any(char.IsControl)
        && Uri.TryCreate(Address, UriKind.Absolute, out var address)
        && address.Scheme == Uri.UriSchemeHttps && address.UserInfo.Length == 0;
}

/// <summary>A group that the organisation offers, as an answer tells it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Address">Its https address.</param>
public sealed record AnswerGroup(string Name, string Address);
