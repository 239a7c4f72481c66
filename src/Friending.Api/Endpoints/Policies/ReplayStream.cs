using System.Text.Json;
using Friending.Service;
using Friending.Service.Policies;

namespace Friending.Api.Endpoints.Policies;

/// <summary>
/// Answers with the lines of a replay as they come, each sent at once: progress, then the result. If storage fails on the
/// way, the connection is broken off; without a result nobody takes a part for the whole.
/// </summary>
internal sealed class ReplayStream : IResult
{
    private readonly IAsyncEnumerator<ReplayLine> _lines;
    private bool _hasLine;

    private ReplayStream(IAsyncEnumerator<ReplayLine> lines) => _lines = lines;

    /// <summary>Reads as far as the first line, so that storage out of reach is still answered as a problem.</summary>
    internal static async Task<IResult> StartAsync(IAsyncEnumerable<ReplayLine> lines, CancellationToken cancellation)
    {
        var stream = new ReplayStream(lines.GetAsyncEnumerator(cancellation));
        stream._hasLine = await stream._lines.MoveNextAsync();
        return stream;
    }

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = $"{MediaTypes.JsonLines}; charset=utf-8";
        await using (_lines)
        {
            try
            {
                for (; _hasLine; _hasLine = await _lines.MoveNextAsync())
                {
                    await JsonSerializer.SerializeAsync(response.Body, _lines.Current, ServiceJson.Web.ReplayLine,
                        httpContext.RequestAborted);
                    await response.Body.WriteAsync("\n"u8.ToArray(), httpContext.RequestAborted);
                    await response.Body.FlushAsync(httpContext.RequestAborted);
                }
            }
            catch (Exception e) when (!httpContext.RequestAborted.IsCancellationRequested)
            {
                PipelineLog.For(httpContext).StreamAborted(e, MediaTypes.JsonLines);
                httpContext.Abort();
            }
        }
    }
}
