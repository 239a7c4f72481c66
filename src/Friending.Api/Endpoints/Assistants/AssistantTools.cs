using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Policy.Engine;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Friending.Api.Endpoints.Assistants;

/// <summary>The tools that an assistant has on behalf of a caller.</summary>
internal sealed class AssistantTools(PolicyDecisionPoint policy, ToolSchemas schemas, OperationCalls operations)
{
    /// <summary>The tools whose operations let the caller in.</summary>
    internal async Task<ListToolsResult> ListAsync(HttpContext caller)
    {
        var tools = new List<Tool>();
        foreach (var tool in AssistantTool.All)
        {
            if (!await operations.MayCallAsync(caller, tool.Operation))
                continue;
            tools.Add(new()
            {
                Name = tool.Name,
                Title = tool.Title,
                Description = tool.Description,
                InputSchema = await schemas.InputOfAsync(tool),
                OutputSchema = await schemas.OutputOfAsync(tool),
                Annotations = new()
                {
                    Title = tool.Title,
                    ReadOnlyHint = tool.IsReadOnly,
                    // A call adds something; the same call twice adds it twice.
                    DestructiveHint = false,
                    IdempotentHint = tool.IsReadOnly,
                    OpenWorldHint = false,
                },
            });
        }
        return new() { Tools = tools };
    }

    /// <summary>Calls a tool. What its operation refuses is an answer that says how to go on, not an error of the protocol.</summary>
    internal async Task<CallToolResult> CallAsync(HttpContext caller, CallToolRequestParams call)
    {
        if (AssistantTool.All.FirstOrDefault(t => t.Name == call.Name) is not { } tool)
            throw new McpProtocolException(
                $"There is no such tool; the tools are {string.Join(", ", AssistantTool.All.Select(t => t.Name))}.",
                McpErrorCode.InvalidParams);
        Activity.Current?.SetTag("friending.tool", tool.Name);
        var given = call.Arguments ?? new Dictionary<string, JsonElement>();
        var known = ArgumentsOf(tool);
        if (given.Keys.Any(name => !known.Contains(name)))
            return Failed($"There is an unknown argument. Call again with no others than {string.Join(", ", known)}.");

        // Models send null for arguments that they leave out.
        var arguments = given.Where(a => a.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(a => a.Key, a => WithoutNulls(JsonNode.Parse(a.Value.GetRawText())!));
        var route = arguments.Where(a => a.Key == "id").Select(a => KeyValuePair.Create(a.Key, Text(a.Value))).ToList();
        if (tool.Parameters.Contains("id") && route.Count == 0)
            return Failed("The argument id is missing.");
        var answer = await operations.CallAsync(
            caller, tool.Operation, route,
            query: [.. tool.Query, .. arguments.Where(a => a.Key != "id" && tool.Parameters.Contains(a.Key))
                .Select(a => KeyValuePair.Create(a.Key, (string?)Text(a.Value)))],
            headers: arguments.Where(a => a.Key == tool.KeyArgument).Select(a => KeyValuePair.Create("Idempotency-Key", Text(a.Value))),
            body: tool.Body is null ? null : BodyOf(arguments.Where(a => a.Key != tool.KeyArgument)));
        return Told(tool, answer);
    }

    private List<string> ArgumentsOf(AssistantTool tool) =>
        [.. tool.Parameters, .. tool.Body?.Invoke(policy.Document).Select(p => p.Key) ?? [],
            .. tool.KeyArgument is { } key ? [key] : (string[])[]];

    private static CallToolResult Told(AssistantTool tool, OperationAnswer answer)
    {
        var json = JsonElement.Parse(answer.Json);
        return answer.IsSuccess
            ? new()
            {
                Content = [new TextContentBlock { Text = MarkedData.Of(json, tool.Next(json)) }],
                StructuredContent = json,
                IsError = false
            }
            : Failed(MarkedData.Of(json, HowToGoOn(json)));
    }

    private static CallToolResult Failed(string text) => new() { Content = [new TextContentBlock { Text = text }], IsError = true };

    private static string HowToGoOn(JsonElement problem) => problem.GetProperty("status").GetInt32() switch
    {
        _ when problem.GetProperty("type").GetString() == "/problems/incomplete" =>
            "It is not decided and not kept. Ask the person the first of `questions`, that one only, and call again with "
                + "their answer added to `facts`.",
        400 or 409 or 422 =>
            "Nothing was kept. Correct what `errors` or `detail` names, asking the person where you do not know, and call again.",
        403 => "The person may not do this; calling again does not help.",
        404 => "There is nothing by this id, or the person may not know of it; calling again does not help.",
        _ => "It did not work this time. Call again in a few seconds.",
    };

    private static byte[] BodyOf(IEnumerable<KeyValuePair<string, JsonNode>> arguments) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonObject(arguments.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))));

    private static string Text(JsonNode value) =>
        value is JsonValue text && text.TryGetValue<string>(out var known) ? known : value.ToJsonString();

    private static JsonNode WithoutNulls(JsonNode value)
    {
        if (value is JsonObject members)
        {
            foreach (var (name, member) in members.ToList())
            {
                if (member is null)
                    members.Remove(name);
                else
                    WithoutNulls(member);
            }
        }
        return value;
    }
}
