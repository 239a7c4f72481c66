using System.Globalization;
using Friending.Service;
using Friending.Service.Decisions;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>Decisions as lines of CSV: what can be counted and sorted, none of the texts.</summary>
internal static class DecisionCsv
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
        ("direction", nameof(DecisionRow.Direction), row => row.Direction),
        ("patient", nameof(DecisionRow.Patient), row => row.Patient),
        ("colleague", nameof(DecisionRow.Colleague), row => row.Colleague),
        ("source", nameof(DecisionRow.Source), row => row.Source is { } source ? DecisionRow.TextOf(source) : null),
        ("policyVersion", nameof(DecisionRow.PolicyVersion), row => row.PolicyVersion),
        ("policySha256", nameof(DecisionRow.PolicySha256), row => row.PolicySha256),
        ("resolution", nameof(DecisionRow.Resolution), row => row.Resolution),
        ("reviewedBy", nameof(DecisionRow.ReviewedBy), row => row.ReviewedBy),
        ("reviewedAt", nameof(DecisionRow.ReviewedAt), row => row.ReviewedAt is { } at ? Time(at) : null),
    ];

    /// <summary>What has to be read for <see cref="Line"/>.</summary>
    internal static IReadOnlyList<string> Columns { get; } = [.. s_columns.Select(c => c.Column).OfType<string>()];

    /// <summary>The first line.</summary>
    internal static string Header { get; } = Csv.Line(s_columns.Select(c => c.Header));

    /// <summary>A decision's line.</summary>
    internal static string Line(DecisionRow row) => Csv.Line(s_columns.Select(c => c.Cell(row)));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
