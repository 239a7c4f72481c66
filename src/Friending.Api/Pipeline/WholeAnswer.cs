using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Friending.Api.Pipeline;

/// <summary>
/// Sends the JSON of an answer whole, with its length. Without a length Kestrel sends the end of a body by itself, so that the
/// Functions host and the caller are each woken twice for one answer.
/// </summary>
internal sealed class WholeAnswer : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        while (result is INestedHttpResult nested)
            result = nested.Result;
        return result is IValueHttpResult { Value: { } value } ? new Json(value, (IResult)result) : result;
    }

    private sealed class Json(object value, IResult result) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            var options = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
            var bytes = JsonSerializer.SerializeToUtf8Bytes(value, options.GetTypeInfo(value.GetType()));
            var response = context.Response;
            response.StatusCode = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
            response.ContentType = (result as IContentTypeHttpResult)?.ContentType ?? "application/json; charset=utf-8";
            response.ContentLength = bytes.Length;
            await response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
