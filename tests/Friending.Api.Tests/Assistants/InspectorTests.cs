using System.Text.Json.Nodes;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests.Assistants;

/// <summary>
/// The official inspector's command line (https://github.com/modelcontextprotocol/inspector) lists and calls everything, without a warning.
/// Its client checks each structured answer against the schema that the tool declares.
/// </summary>
public sealed class InspectorTests(AppFixture app)
{
    private const string Person = "inspects@example.org";
    private const string Facts =
        """facts={"patient":"current","careRole":"yes","direction":"accept","predatesCare":"no","breaksBread":"no"}""";

    [Fact]
    public async Task It_lists_tools_resources_and_prompts()
    {
        var tools = await RunAsync("tools/list");
        var resources = await RunAsync("resources/list");
        var prompts = await RunAsync("prompts/list");

        Assert.Equal(
            ["ask", "submit", "my_requests", "get_decision", "explain_decision", "list_reviews"],
            tools["tools"]!.AsArray().Select(t => t!["name"]!.GetValue<string>()));
        Assert.All(tools["tools"]!.AsArray(), t => Assert.Equal("object", t!["outputSchema"]!["type"]!.GetValue<string>()));
        Assert.Equal(3, resources["resources"]!.AsArray().Count);
        Assert.Single(prompts["prompts"]!.AsArray());
    }

    [Fact]
    public async Task It_calls_every_tool()
    {
        var open = await CallAsync("ask", """facts={"patient":"current"}""");
        var settled = await CallAsync("ask", """facts={"patient":"no","colleague":"no"}""", "language=es");
        var submitted = await CallAsync("submit", Facts, "platform=Facebook", """staff={"department":"Cardiology"}""");
        var id = $"id={submitted["id"]}";

        Assert.Null(open["outcome"]);
        Assert.Equal("permit", settled["outcome"]!.GetValue<string>());
        Assert.Equal("decline", (await CallAsync("get_decision", id))["outcome"]!.GetValue<string>());
        Assert.NotEmpty((await CallAsync("explain_decision", id))["rules"]!.AsArray());
        Assert.NotEmpty((await CallAsync("my_requests", "limit=5"))["items"]!.AsArray());
        Assert.NotNull((await CallAsync("list_reviews", "limit=5"))["items"]);
    }

    [Fact]
    public async Task It_reads_a_resource_and_a_prompt()
    {
        var guideline = await RunAsync("resources/read", "--uri", "friending://guidelines/7");
        var prompt = await RunAsync("prompts/get", "--prompt-name", "ask_the_policy");

        Assert.Contains("\"id\":\"7\"", guideline["contents"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("user", prompt["messages"]![0]!["role"]!.GetValue<string>());
    }

    private async Task<JsonNode> CallAsync(string tool, params string[] arguments)
    {
        var result = await RunAsync("tools/call", ["--tool-name", tool, .. arguments.SelectMany(a => new[] { "--tool-arg", a })]);
        Assert.False(result["isError"]?.GetValue<bool>() ?? false, result.ToJsonString());
        return result["structuredContent"]!;
    }

    // What is written to standard error, such as a warning, comes after the JSON, which is then none.
    private async Task<JsonNode> RunAsync(string method, params string[] arguments)
    {
        var run = await Node.RunInAsync(
            "Assistants/npm", "node_modules/@modelcontextprotocol/inspector-cli/build", TestContext.Current.CancellationToken,
            [
                "index.js", new Uri(app.Address, "/mcp").ToString(), "--transport", "http", "--method", method, .. arguments,
                "--header", $"Authorization: Bearer {app.TokenFor(Person, Role.Review)}",
            ]);
        Assert.True(run.ExitCode == 0, run.Output);
        return JsonNode.Parse(run.Output)!;
    }
}
