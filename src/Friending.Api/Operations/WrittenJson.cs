using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>Answers 200 with JSON that is written already.</summary>
/// <param name="utf8">The JSON.</param>
internal sealed class WrittenJson(ReadOnlyMemory<byte> utf8) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = MediaTypes.JsonUtf8;
        httpContext.Response.ContentLength = utf8.Length;
        return httpContext.Response.Body.WriteAsync(utf8, httpContext.RequestAborted).AsTask();
    }
}
