using ModelContextProtocol.Client;

namespace Friending.Functions.Tests;

/// <summary>An assistant speaks with the worker through its host, by the client of the protocol's SDK.</summary>
public sealed class AssistantTests(WorkerApp app) : IClassFixture<WorkerApp>
{
    [Fact]
    public async Task It_lists_the_tools_and_is_asked_the_first_question()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var assistant = await McpClient.CreateAsync(
            new HttpClientTransport(new()
            {
                Endpoint = new(app.Host.Address, "/mcp"),
                AdditionalHeaders = new Dictionary<string, string> { ["x-functions-key"] = WorkerApp.Key },
            }),
            cancellationToken: cancellation);

        var tools = await assistant.ListToolsAsync(cancellationToken: cancellation);
        var answer =
            await assistant.CallToolAsync("ask", new Dictionary<string, object?> { ["facts"] = new { } }, cancellationToken: cancellation);

        Assert.Contains("submit", tools.Select(t => t.Name));
        Assert.Equal("patient", answer.StructuredContent!.Value.GetProperty("questions")[0].GetProperty("fact").GetString());
    }
}
