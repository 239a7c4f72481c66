using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>How a stream of decisions is written.</summary>
/// <param name="MediaType">The media type; always UTF-8.</param>
/// <param name="FileName">The name under which a browser saves it.</param>
/// <param name="Header">The first line with its line end, or nothing.</param>
/// <param name="Columns">What has to be read of a row.</param>
/// <param name="Line">A decision's line with its line end.</param>
internal sealed record StreamFormat(string MediaType, string FileName, string Header, IReadOnlyList<string> Columns,
    Func<DecisionRow, string> Line)
{
    /// <summary>What can be counted and sorted, for spreadsheets.</summary>
    internal static StreamFormat Csv(PolicyDecisionPoint policy)
    {
        var csv = new DecisionCsv(policy);
        return new(MediaTypes.Csv, "decisions.csv", csv.Header, DecisionCsv.Columns, csv.Line);
    }

    /// <summary>The same for a spreadsheet, see <see cref="DecisionSheet"/>.</summary>
    internal static StreamFormat Excel(DecisionSheet sheet) =>
        new(MediaTypes.Csv, "decisions-excel.csv", sheet.Header, DecisionCsv.Columns, sheet.Line);

    /// <summary>The decisions whole, as they were stored.</summary>
    internal static StreamFormat JsonLines { get; } =
        new(MediaTypes.JsonLines, "decisions.ndjson", "", [nameof(DecisionRow.Document)], row => row.Document + "\n");
}
