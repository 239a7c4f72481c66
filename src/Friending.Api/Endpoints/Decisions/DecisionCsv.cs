using System.Globalization;
using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Decisions;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>
/// Decisions as lines of CSV: what can be counted and sorted, none of the texts. Each fact of the policy in force has a column; the
/// facts of decisions under another policy are all in the last one.
/// </summary>
internal sealed class DecisionCsv(PolicyDecisionPoint policy)
{
    // The header, the stored column that it needs beside the id, and how it is written.
    private static readonly (string Header, string? Column, Func<DecisionRow, string?> Cell)[] s_columns =
    [
        ("id", null, row => row.Id.ToString()),
        ("decidedAt", null, row => Time(row.Id.Time)),
        ("status", nameof(DecisionRow.Status), row => row.Status is { } status ? DecisionRow.TextOf(status) : null),
        ("outcome", nameof(DecisionRow.Outcome), row => row.Outcome),
        ("standing", null, row => Decision.StandingOf(row.Status, row.Outcome, row.Resolution)),
        ("decidingRules", nameof(DecisionRow.DecidingRules), row => row.DecidingRules),
        ("decidingGuidelines", nameof(DecisionRow.DecidingGuidelines), row => row.DecidingGuidelines),
        ("rules", nameof(DecisionRow.Rules), row => row.Rules),
        ("staffId", nameof(DecisionRow.StaffId), row => row.StaffId),
        ("staffRole", nameof(DecisionRow.StaffRole), row => row.StaffRole),
        ("department", nameof(DecisionRow.Department), row => row.Department),
        ("platform", nameof(DecisionRow.Platform), row => row.Platform),
        ("source", nameof(DecisionRow.Source), row => row.Source is { } source ? DecisionRow.TextOf(source) : null),
        ("policyVersion", nameof(DecisionRow.PolicyVersion), row => row.PolicyVersion),
        ("policySha256", nameof(DecisionRow.PolicySha256), row => row.PolicySha256),
        ("resolution", nameof(DecisionRow.Resolution), row => row.Resolution),
        ("reviewedBy", nameof(DecisionRow.ReviewedBy), row => row.ReviewedBy),
        ("reviewedAt", nameof(DecisionRow.ReviewedAt), row => row.ReviewedAt is { } at ? Time(at) : null),
    ];

    private readonly string[] _facts = [.. policy.Document.Facts.Select(f => f.Name)];

    /// <summary>What has to be read for <see cref="Line"/>.</summary>
    internal static IReadOnlyList<string> Columns { get; } =
        [.. s_columns.Select(c => c.Column).OfType<string>(), nameof(DecisionRow.Facts)];

    /// <summary>The first line.</summary>
    internal string Header => Csv.Line(s_columns.Select(c => c.Header).Concat(_facts.Select(f => $"facts.{f}")).Append("facts"));

    /// <summary>A decision's line.</summary>
    internal string Line(DecisionRow row)
    {
        var facts = row.ReadFacts();
        return Csv.Line(s_columns.Select(c => c.Cell(row)).Concat(_facts.Select(f => facts.GetValueOrDefault(f))).Append(row.Facts));
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
