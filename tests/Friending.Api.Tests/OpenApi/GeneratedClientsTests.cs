using System.Net;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>
/// Clients that common generators make from the served document: each compiles, submits a request and reads a comparison of policies.
/// docs/clients.md shows the same commands.
/// </summary>
public sealed class GeneratedClientsTests(AppFixture app)
{
    private static readonly string s_csharp = Repository.Path("tests", "Friending.Api.Tests", "OpenApi", "CSharpClients");

    [Fact]
    public async Task Clients_that_NSwag_and_Kiota_generate_submit_a_request_and_read_a_diff()
    {
        var document = await SaveDocumentAsync(s_csharp);
        await DotnetAsync("tool", "restore");
        await DotnetAsync(
            "nswag", "openapi2csclient", $"/input:{document}", "/output:obj/generated/nswag/FriendingClient.cs",
            "/namespace:Friending.NSwag", "/className:FriendingClient", "/useBaseUrl:false",
            "/operationGenerationMode:SingleClientFromOperationId",
            // Version 9 and later name the values of enums as the document does.
            "/jsonLibrary:SystemTextJson", "/jsonLibraryVersion:9", "/generateNullableReferenceTypes:true",
            "/generateOptionalPropertiesAsNullable:true", "/generateOptionalParameters:true");
        // Without it Kiota asks for its newest version: https://learn.microsoft.com/openapi/kiota/using
        Environment.SetEnvironmentVariable("KIOTA_OFFLINE_ENABLED", "true");
        await DotnetAsync(
            "kiota", "generate", "--language", "CSharp", "--openapi", document, "--output", "obj/generated/kiota", "--clean-output",
            "--class-name", "FriendingClient", "--namespace-name", "Friending.Kiota", "--exclude-backward-compatible",
            "--serializer", "Microsoft.Kiota.Serialization.Json.JsonSerializationWriterFactory",
            "--deserializer", "Microsoft.Kiota.Serialization.Json.JsonParseNodeFactory");
        await DotnetAsync("build", "--verbosity", "quiet", "--nologo");

        foreach (var generator in (string[])["nswag", "kiota"])
            await AssertUsedAsync(
                await DotnetAsync("run", "--no-build", "--", generator, $"{app.Address}", LocalHost.LocalHost.DevelopmentKey));
    }

    [Fact]
    public async Task A_client_of_the_types_that_openapi_typescript_generates_submits_a_request_and_reads_a_diff()
    {
        var document = await SaveDocumentAsync(Repository.Path("tests", "Friending.Api.Tests", "OpenApi", "npm"));
        await NodeAsync("node_modules/openapi-typescript/bin/cli.js", document, "--output", "obj/openapi.d.ts");
        await NodeAsync(
            "node_modules/typescript/bin/tsc", "client.mts", "--outDir", "obj", "--strict", "--target", "es2022", "--module", "nodenext",
            "--types", "node");

        await AssertUsedAsync(await NodeAsync("obj/client.mjs", $"{app.Address}", LocalHost.LocalHost.DevelopmentKey));
    }

    // What the client wrote: the decision that it got, and the counts of the comparison.
    private async Task AssertUsedAsync(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(2, lines.Length);
        using var client = app.Client();
        var id = lines[0].Split(' ')[0];
        var decision = await client.GetAsync($"/api/decisions/{id}", TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("rn-1042", decision.GetProperty("staff").GetProperty("id").GetString());
        Assert.Equal($"{id} decline en no review", lines[0]);

        var changed = PolicyDocuments.Edited(d => d.Rule("7.7")["outcome"] = "discourage");
        var diff = await client.PostJsonAsync("/api/policy/diff", changed).JsonAsync(HttpStatusCode.OK);
        Assert.Equal($"{diff.GetProperty("compared")} {diff.GetProperty("changed")} {diff.GetProperty("changed")}", lines[1]);
    }

    private async Task<string> SaveDocumentAsync(string folder)
    {
        using var client = app.Client(key: null);
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "obj")).FullName, "openapi.json");
        var document = await client.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, document, TestContext.Current.CancellationToken);
        return file;
    }

    private static Task<string> NodeAsync(params string[] arguments) =>
        OutputAsync(Node.RunAsync(TestContext.Current.CancellationToken, arguments));

    private static Task<string> DotnetAsync(params string[] arguments) =>
        OutputAsync(CommandRun.RunAsync("dotnet", arguments, s_csharp, TestContext.Current.CancellationToken));

    private static async Task<string> OutputAsync(Task<CommandRun> run)
    {
        var (exitCode, output) = await run;
        Assert.True(exitCode == 0, output);
        return output;
    }
}
