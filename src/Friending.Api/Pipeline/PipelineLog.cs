using Microsoft.Extensions.Logging;

namespace Friending.Api.Pipeline;

/// <summary>What the pipeline and its endpoints log: never what was sent.</summary>
internal static partial class PipelineLog
{
    internal static ILogger For(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Friending.Api");

    [LoggerMessage(1, LogLevel.Warning, "{Operation}: storage is out of reach ({Error}); answered 503")]
    internal static partial void StorageUnavailable(this ILogger logger, string operation, string error);

    [LoggerMessage(2, LogLevel.Error, "{Operation} failed; the caller was {Caller}")]
    internal static partial void Failed(this ILogger logger, Exception error, string operation, string caller);

    [LoggerMessage(4, LogLevel.Warning,
        "A token of version 1.0 was refused. Set api.requestedAccessTokenVersion to 2 in the app registration")]
    internal static partial void TokenVersion(this ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "A stream of {MediaType} failed before its end; the connection was aborted")]
    internal static partial void StreamAborted(this ILogger logger, Exception error, string mediaType);
}
