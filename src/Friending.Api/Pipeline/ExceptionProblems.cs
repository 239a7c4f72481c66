using Friending.Service.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace Friending.Api.Pipeline;

/// <summary>Answers an exception with a problem that tells nothing of it, and logs it without what was sent.</summary>
internal sealed class ExceptionProblems : IExceptionHandler
{
    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        // The caller has gone; this must not count as an outage.
        if (httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        ResponseHeaders.Restore(httpContext);
        await ProblemOf(exception, httpContext).ExecuteAsync(httpContext);
        return true;
    }

    private static IResult ProblemOf(Exception exception, HttpContext context)
    {
        // The server's own limits: a body that is cut short, too slow or too large.
        if (exception is BadHttpRequestException bad)
            return Problems.Of(bad.StatusCode, "bad-request", "The request could not be read", bad.Message);
        var operation = OperationTag.NameOf(context.Features.Get<IExceptionHandlerFeature>()?.Endpoint) ?? "A request";
        if (StorageUnavailable.Is(exception))
        {
            PipelineLog.For(context).StorageUnavailable(operation, exception.GetType().Name);
            context.Response.Headers.RetryAfter = "5";
            return Problems.StorageUnavailable;
        }
        var caller = context.User.Identity is { IsAuthenticated: true } ? new Caller(context.User) : null;
        PipelineLog.For(context).Failed(exception, operation, LoggedCaller.Of(caller, context.RequestServices));
        return Problems.Unexpected;
    }
}
