using System.Text.Json;
using Friending.Testing;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Xunit;
using Role = Friending.Api.Pipeline.Authentication.Role;

namespace Friending.Api.Tests.Assistants;

/// <summary>An assistant, connected to the running app with the client of the protocol's own SDK.</summary>
internal static class Assistant
{
    /// <summary>Connects with a key.</summary>
    public static Task<McpClient> WithKeyAsync(AppFixture app, string key = LocalHost.LocalHost.DevelopmentKey) =>
        ConnectAsync(app.Address, new Dictionary<string, string> { ["x-functions-key"] = key });

    /// <summary>Connects on behalf of a person who signed in.</summary>
    public static Task<McpClient> OfPersonAsync(AppFixture app, string staffId, params Role[] roles) =>
        ConnectAsync(app.Address, new Dictionary<string, string> { ["Authorization"] = $"Bearer {app.TokenFor(staffId, roles)}" });

    /// <summary>Connects with headers of its own.</summary>
    public static Task<McpClient> ConnectAsync(Uri address, IDictionary<string, string> headers) => McpClient.CreateAsync(
        new HttpClientTransport(new()
        {
            Endpoint = new(address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = headers,
        }),
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Calls a tool.</summary>
    public static async Task<CallToolResult> CallAsync(this McpClient client, string tool, object? arguments = null) =>
        await client.CallToolAsync(
        tool, JsonSerializer.SerializeToElement(arguments ?? new { }).EnumerateObject().ToDictionary(a => a.Name, object? (a) => a.Value),
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>What a good answer holds.</summary>
    public static JsonElement Structured(this CallToolResult result)
    {
        Assert.True(result.IsError is not true, result.Text());
        return result.StructuredContent!.Value;
    }

    /// <summary>The whole text of an answer.</summary>
    public static string Text(this CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    /// <summary>The JSON between the tags of an answer's text.</summary>
    public static JsonElement Marked(this CallToolResult result)
    {
        var parts = result.Text().Split("<friending-data>", StringSplitOptions.None);
        var end = Assert.Single(parts.Skip(1)).Split("</friending-data>", StringSplitOptions.None);
        Assert.Equal(2, end.Length);
        Assert.Equal("", end[1]);
        return JsonDocument.Parse(end[0]).RootElement;
    }
}
