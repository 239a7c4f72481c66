using System.Text.Json;
using Friending.Service.Requests;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Friending.Api.Endpoints.Assistants;

/// <summary>A message of the Model Context Protocol: JSON-RPC 2.0.</summary>
/// <param name="Jsonrpc">Always <c>2.0</c>.</param>
/// <param name="Method">What is asked for, such as <c>tools/call</c>.</param>
/// <param name="Id">The caller's id of the request, a text or a number; a notification has none.</param>
/// <param name="Params">What the method takes.</param>
public sealed record McpMessage(string Jsonrpc, string Method, JsonElement? Id = null, JsonElement? Params = null);

/// <summary>
/// Reads the message before the library does, under the limits of every body, and answers with a problem if it cannot be one. The
/// library takes a body of any size, and fails on a name that is no text, and on a first message that is not what it expects.
/// </summary>
/// <param name="next">The library's own handler.</param>
internal sealed class McpHandler(RequestDelegate next)
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    // The library publishes options that take a name in any case, but reads the first message itself by its exact names.
    private static readonly JsonSerializerOptions s_exactNames =
        new(McpJsonUtilities.DefaultOptions) { PropertyNameCaseInsensitive = false };

    /// <summary>MCP: list or call the tools of an assistant</summary>
    /// <remarks>
    /// The Model Context Protocol: streamable HTTP without sessions. Each tool is an operation of this API, and needs what that needs.
    /// Errors of the protocol itself are JSON-RPC.
    /// </remarks>
    /// <response code="200">The message that answers, as an event.</response>
    /// <response code="202">A notification was taken; there is nothing to answer.</response>
    internal async Task<IResult> HandleAsync(HttpContext context)
    {
        var (bytes, refused) = await RequestBody.ReadAsync(context.Request, RequestBody.MaxSize);
        if (bytes is null)
            return refused!;
        if (ProblemOf(bytes) is { } problem)
            return Problems.Invalid([problem]);
        context.Request.Body = new MemoryStream(bytes);
        // The library fails on a quoted charset, which RFC 9110, 8.3.1, allows. That it is UTF-8 is checked above.
        context.Request.ContentType = MediaTypes.Json;
        await next(context);
        return TypedResults.Empty;
    }

    private static RequestProblem? ProblemOf(byte[] bytes)
    {
        try
        {
            if (!StrictJson.IsText(bytes))
                return new("", StrictJson.NoText);
            using var document = JsonDocument.Parse(bytes, s_strict);
            var message = document.RootElement;
            if (message.ValueKind != JsonValueKind.Object)
                return new("", "Must be one message of JSON-RPC 2.0, an object.");
            if (!IsText(message, "method"))
                return new("/method", "Must be a text.");
            var isFirst = message.GetProperty("method").ValueEquals(RequestMethods.Initialize);
            if (!message.TryGetProperty("params", out var parameters))
                return isFirst ? new("/params", "Is required.") : null;
            if (parameters.ValueKind != JsonValueKind.Object)
                return new("/params", "Must be an object.");
            foreach (var name in (string[])["name", "uri"])
                if (parameters.TryGetProperty(name, out _) && !IsText(parameters, name))
                    return new($"/params/{name}", "Must be a text.");
            if (isFirst)
                return ProblemOfFirst(parameters);
            return null;
        }
        catch (JsonException)
        {
            return new("", "Not valid JSON.", RequestProblemKind.Unreadable);
        }
    }

    private static RequestProblem? ProblemOfFirst(JsonElement parameters)
    {
        try
        {
            parameters.Deserialize<InitializeRequestParams>(s_exactNames);
            return null;
        }
        catch (JsonException)
        {
            return new("/params", "Must hold protocolVersion, capabilities and clientInfo, as the protocol says.");
        }
    }

    private static bool IsText(JsonElement of, string member) =>
        of.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String;
}
