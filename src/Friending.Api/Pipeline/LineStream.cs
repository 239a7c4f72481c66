using System.Text;

namespace Friending.Api.Pipeline;

/// <summary>
/// Answers with lines as they come, and holds no more than a few. If storage fails on the way, the connection is aborted, so that nobody
/// takes a part for the whole.
/// </summary>
internal sealed class LineStream : IResult
{
    private readonly IAsyncEnumerator<string> _lines;
    private readonly string _mediaType;
    private readonly string _header;
    private readonly int _flushSize;
    private bool _hasLine;

    private LineStream(IAsyncEnumerator<string> lines, string mediaType, string header, int flushSize) =>
        (_lines, _mediaType, _header, _flushSize) = (lines, mediaType, header, flushSize);

    /// <summary>Reads the first line, so that storage out of reach is still answered as a problem.</summary>
    /// <param name="lines">The lines, each with its line end.</param>
    /// <param name="mediaType">Their media type; always UTF-8.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="header">What comes before them.</param>
    /// <param name="flushSize">How many bytes may be written before they are sent; 0: each line is sent at once.</param>
    internal static async Task<IResult> StartAsync(
        IAsyncEnumerable<string> lines, string mediaType, CancellationToken cancellation, string header = "", int flushSize = 0)
    {
        var stream = new LineStream(lines.GetAsyncEnumerator(cancellation), mediaType, header, flushSize);
        stream._hasLine = await stream._lines.MoveNextAsync();
        return stream;
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = $"{_mediaType}; charset=utf-8";
        await using (_lines)
        {
            try
            {
                var writer = httpContext.Response.BodyWriter;
                var unsent = Encoding.UTF8.GetBytes(_header, writer);
                for (; _hasLine; _hasLine = await _lines.MoveNextAsync())
                {
                    unsent += Encoding.UTF8.GetBytes(_lines.Current, writer);
                    if (unsent < _flushSize)
                        continue;
                    await writer.FlushAsync(httpContext.RequestAborted);
                    unsent = 0;
                }
                await writer.FlushAsync(httpContext.RequestAborted);
            }
            catch (Exception e) when (!httpContext.RequestAborted.IsCancellationRequested)
            {
                PipelineLog.For(httpContext).StreamAborted(e, _mediaType);
                httpContext.Abort();
            }
        }
    }
}
