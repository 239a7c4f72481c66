using System.Globalization;
using Friending.Policy.Documents;
using Friending.Service;
using Friending.Service.Decisions;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>
/// Decisions as CSV that Excel opens as it is meant: UTF-8 with a byte order mark, the separator of the reader's region, date and time
/// in columns of their own by the organisation's clocks, numbers of rules and ids as text, outcomes in the policy's words.
/// Source: https://donatstudios.com/CSV-An-Encoding-Nightmare (Excel reads UTF-8 only after a byte order mark)
/// </summary>
internal sealed class DecisionSheet(PolicyDocument policy, AnswerLanguage language, TimeZoneInfo zone)
{
    private const char ByteOrderMark = '\uFEFF';

    private static readonly string[] s_headers =
    [
        "date", "time", "status", "outcome", "standing", "decidingRules", "rules", "staffId", "staffRole", "department", "platform",
        "source", "resolution", "reviewedBy", "reviewedDate", "reviewedTime", "policyVersion", "id",
    ];

    // Where the decimal separator is a comma, Excel separates cells by semicolons.
    private readonly char _separator = language.Culture.NumberFormat.NumberDecimalSeparator == "," ? ';' : ',';

    /// <summary>The first line.</summary>
    internal string Header => ByteOrderMark + Csv.Line(_separator, s_headers.Concat(policy.Facts.Select(f => $"facts.{f.Name}")));

    /// <summary>A decision's line.</summary>
    internal string Line(DecisionRow row)
    {
        var facts = row.ReadFacts();
        return Csv.Line(_separator,
        [
            Date(row.Id.Time), Time(row.Id.Time),
            Csv.Cell(row.Status is { } status ? DecisionRow.TextOf(status) : null),
            Csv.Cell(Label(row.Outcome)),
            Csv.Cell(Label(Decision.StandingOf(row.Status, row.Outcome, row.Resolution))),
            Csv.TextCell(row.DecidingRules), Csv.TextCell(row.Rules),
            Csv.TextCell(row.StaffId), Csv.Cell(row.StaffRole), Csv.Cell(row.Department),
            Csv.Cell(row.Platform),
            Csv.Cell(row.Source is { } source ? DecisionRow.TextOf(source) : null),
            Csv.Cell(Label(row.Resolution)), Csv.TextCell(row.ReviewedBy),
            row.ReviewedAt is { } on ? Date(on) : "", row.ReviewedAt is { } at ? Time(at) : "",
            Csv.TextCell(row.PolicyVersion), Csv.Cell(row.Id.ToString()),
            .. policy.Facts.Select(f => Csv.Cell(facts.GetValueOrDefault(f.Name) is { } value ? ValueLabel(f, value) : null)),
        ]);
    }

    private string ValueLabel(FactDefinition fact, string value) =>
        fact.Values.FirstOrDefault(v => v.Value == value)?.Label?.In(language.Tag) ?? value;

    private string? Label(string? outcome) => policy.Outcomes.FirstOrDefault(o => o.Value == outcome)?.Label?.In(language.Tag) ?? outcome;

    // The one date format that Excel reads in every region.
    private string Date(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Time(DateTimeOffset time) => Local(time).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone);
}
