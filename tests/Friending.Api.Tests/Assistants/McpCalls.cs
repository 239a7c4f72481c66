using System.Net;
using System.Text.Json.Nodes;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests.Assistants;

/// <summary>Messages of the Model Context Protocol as they are on the wire, for callers whom the SDK's
/// client would not let through.</summary>
internal static class McpCalls
{
    /// <summary>What every caller has to accept.</summary>
    public const string Accept = "application/json, text/event-stream";

    /// <summary>A message.</summary>
    public static string Message(string method, string parameters) =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""";

    /// <summary>Calls a tool: the status, and the result where there is one.</summary>
    public static async Task<(int Status, JsonNode? Result)> CallToolAsync(this HttpClient client, string tool, string arguments)
    {
        var body = Message("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""");
        using var answer = await client.PostJsonAsync("/mcp", body, ("Accept", Accept));
        return answer.StatusCode == HttpStatusCode.OK
            ? (200, ResultOf(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)))
            : ((int)answer.StatusCode, null);
    }

    /// <summary>The JSON between the tags of a result's text.</summary>
    public static JsonNode Marked(JsonNode result)
    {
        var text = result["content"]![0]!["text"]!.GetValue<string>();
        return JsonNode.Parse(text.Split("<friending-data>")[1].Split("</friending-data>")[0])!;
    }

    private static JsonNode ResultOf(string events)
    {
        var data = Assert.Single(events.Split('\n'), line => line.StartsWith("data: ", StringComparison.Ordinal));
        return JsonNode.Parse(data["data: ".Length..])!["result"] ?? throw new InvalidOperationException(data);
    }
}
