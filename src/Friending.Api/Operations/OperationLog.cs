using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Friending.Api;

/// <summary>What operations log: never what was sent.</summary>
internal static partial class OperationLog
{
    internal static ILogger For(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Friending.Api");

    [LoggerMessage(1, LogLevel.Warning, "{Operation}: storage is out of reach ({Error}); answered 503")]
    internal static partial void StorageUnavailable(this ILogger logger, string operation, string error);

    [LoggerMessage(2, LogLevel.Error, "{Operation} failed; the caller was {Caller}")]
    internal static partial void Failed(this ILogger logger, Exception error, string operation, string caller);

    [LoggerMessage(3, LogLevel.Error, "A stream of decisions as {MediaType} failed on the way; the connection was broken off")]
    internal static partial void BrokenOff(this ILogger logger, Exception error, string mediaType);
}
