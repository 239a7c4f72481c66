using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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

    // How letters are written is for the writer to say, so that the options are those of generated code, see ApiJson.
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private sealed class Json(object value, IResult result) : IResult
    {
        public async Task ExecuteAsync(HttpContext context)
        {
            var json = new ArrayBufferWriter<byte>(4096);
            using (var writer = new Utf8JsonWriter(json, s_readable))
                JsonSerializer.Serialize(writer, value, TypeOf(value, context));
            var response = context.Response;
            response.StatusCode = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
            response.ContentType = (result as IContentTypeHttpResult)?.ContentType ?? "application/json; charset=utf-8";
            response.ContentLength = json.WrittenCount;
            await response.Body.WriteAsync(json.WrittenMemory, context.RequestAborted);
        }

        private static JsonTypeInfo TypeOf(object value, HttpContext context) =>
            ApiJson.Default.GetTypeInfo(value.GetType())
            ?? context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(value.GetType());
    }
}
