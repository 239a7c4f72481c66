using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Api.Endpoints.Assistants;
using Microsoft.OpenApi;
using Xunit;

namespace Friending.Api.Tests.Copilot;

/// <summary>The files of samples/copilot fit Microsoft's schemas, the operations and one another.</summary>
public sealed class CopilotTests
{
    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_plugin_s_document_is_what_the_operations_say()
    {
        var file = FileOf("friending-openapi.json");
        var expected = CopilotOpenApi.Write().ToJsonString(s_indented) + "\n";
        if (Repository.Renew)
            File.WriteAllText(file, expected);
        var read = OpenApiDocument.Parse(File.ReadAllText(file), OpenApiConstants.Json);

        Assert.True(expected == File.ReadAllText(file),
            $"{file} is out of date. Run the tests once with FRIENDING_RENEW_SNAPSHOTS=1 and commit it.");
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Equal(CopilotOpenApi.Operations.Keys.Order(),
            read.Document!.Paths.SelectMany(p => p.Value.Operations!).Select(o => o.Value.OperationId!).Order());
    }

    [Theory]
    [InlineData("declarativeAgent.json", "declarative-agent-v1.8.json")]
    [InlineData("friending-plugin.json", "plugin-v2.4.json")]
    [InlineData("manifest.json", "teams-v1.22.json")]
    public async Task A_manifest_fits_the_schema_that_Microsoft_publishes(string manifest, string schema)
    {
        Assert.Equal("", await Node.ValidateAsync(Read(manifest), "Copilot", "schemas", schema));
        var wrong = Read(manifest);
        wrong["nothing of the sort"] = 1;
        Assert.NotEqual("", await Node.ValidateAsync(wrong, "Copilot", "schemas", schema));
    }

    [Fact]
    public void The_files_name_one_another_and_the_operations()
    {
        var (app, agent, plugin) = (Read("manifest.json"), Read("declarativeAgent.json"), Read("friending-plugin.json"));
        var runtime = Assert.Single(plugin["runtimes"]!.AsArray())!;

        Assert.True(File.Exists(FileOf(app["copilotAgents"]!["declarativeAgents"]![0]!["file"]!.GetValue<string>())));
        Assert.True(File.Exists(FileOf(agent["actions"]![0]!["file"]!.GetValue<string>())));
        Assert.True(File.Exists(FileOf(runtime["spec"]!["url"]!.GetValue<string>())));
        Assert.Equal(CopilotOpenApi.Operations.Keys, plugin["functions"]!.AsArray().Select(f => f!["name"]!.GetValue<string>()));
        Assert.Equal(CopilotOpenApi.Operations.Keys, runtime["run_for_functions"]!.AsArray().Select(f => f!.GetValue<string>()));
        // What keeps something is asked for first, in both files.
        Assert.Equal(
            CopilotOpenApi.Operations.Where(o => o.Value).Select(o => o.Key),
            plugin["functions"]!.AsArray().Where(f => f!["capabilities"]!["confirmation"] is not null)
                .Select(f => f!["name"]!.GetValue<string>()));
        Assert.Equal(CopilotOpenApi.Operations.Keys,
            AssistantTool.All.Select(t => t.Operation).Where(CopilotOpenApi.Operations.ContainsKey));
    }

    // Sizes: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
    [Theory]
    [InlineData("color.png", 192)]
    [InlineData("outline.png", 32)]
    public void An_icon_has_the_size_that_Teams_asks_for(string icon, int size)
    {
        var bytes = File.ReadAllBytes(FileOf(icon));

        Assert.Equal((size, size),
            (BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20))));
    }

    // Limits that the schemas do not hold: https://learn.microsoft.com/microsoft-365-copilot/extensibility/plugin-manifest-2.4
    [Fact]
    public void Nothing_that_people_or_models_read_is_cut_off()
    {
        var plugin = Read("friending-plugin.json");

        Assert.InRange(plugin["name_for_human"]!.GetValue<string>().Length, 1, 20);
        Assert.InRange(plugin["description_for_human"]!.GetValue<string>().Length, 1, 100);
        Assert.InRange(plugin["description_for_model"]!.GetValue<string>().Length, 1, 2048);
        Assert.InRange(Read("declarativeAgent.json")["instructions"]!.GetValue<string>().Length, 1, 8000);
    }

    private static JsonNode Read(string name) => JsonNode.Parse(File.ReadAllText(FileOf(name)))!;

    private static string FileOf(string name) => Repository.Path("samples", "copilot", name);
}
