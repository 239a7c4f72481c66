using System.Text;
using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>
/// Answers with decisions line by line as storage gives them, holding no more than a few of its pages. If storage fails on
/// the way, the connection is broken off, so that nobody takes a part for the whole.
/// </summary>
internal sealed class DecisionStream : IResult
{
    // What may be written before it is sent, bytes.
    private const int FlushSize = 16 * 1024;

    private readonly StreamFormat _format;
    private readonly IAsyncEnumerator<DecisionRow> _rows;
    private bool _hasRow;

    private DecisionStream(StreamFormat format, IAsyncEnumerator<DecisionRow> rows) => (_format, _rows) = (format, rows);

    /// <summary>Reads the first row, so that storage out of reach is still answered as a problem.</summary>
    internal static async Task<IResult> StartAsync(StreamFormat format, IAsyncEnumerable<DecisionRow> rows, CancellationToken cancellation)
    {
        var stream = new DecisionStream(format, rows.GetAsyncEnumerator(cancellation));
        stream._hasRow = await stream._rows.MoveNextAsync();
        return stream;
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = $"{_format.MediaType}; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"{_format.FileName}\"";
        await using (_rows)
        {
            try
            {
                var writer = response.BodyWriter;
                var unsent = Encoding.UTF8.GetBytes(_format.Header, writer);
                for (; _hasRow; _hasRow = await _rows.MoveNextAsync())
                {
                    unsent += Encoding.UTF8.GetBytes(_format.Line(_rows.Current), writer);
                    if (unsent < FlushSize)
                        continue;
                    await writer.FlushAsync(httpContext.RequestAborted);
                    unsent = 0;
                }
                await writer.FlushAsync(httpContext.RequestAborted);
            }
            catch (Exception e) when (!httpContext.RequestAborted.IsCancellationRequested)
            {
                PipelineLog.For(httpContext).StreamAborted(e, _format.MediaType);
                httpContext.Abort();
            }
        }
    }
}

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
