using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Api.Pipeline.OpenApi;
using Friending.Policy.Documents;
using Friending.Service;
using Friending.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>/openapi.json describes the operations as they are.</summary>
public sealed class OpenApiTests(AppFixture app)
{
    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task It_lists_every_operation_with_its_method_path_and_access()
    {
        var document = await DocumentAsync();

        Assert.StartsWith("3.1.", document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(AllOperations.List.Count, document["paths"]!.AsObject().Sum(p => p.Value!.AsObject().Count));
        foreach (var operation in AllOperations.List)
        {
            var described = document["paths"]!["/" + operation.Route]![operation.Method.ToLowerInvariant()]!;
            Assert.Equal(operation.Name, described["operationId"]!.GetValue<string>());
            Assert.Equal(operation.IsOpen, described["security"]!.AsArray().Count == 0);
            Assert.Equal(!operation.IsOpen, described["responses"]!["401"] is not null);
            Assert.Equal(operation.RequestType is not null, described["requestBody"] is not null);
        }
    }

    [Fact]
    public async Task Every_operation_and_every_member_of_our_types_is_explained()
    {
        var document = await DocumentAsync();

        foreach (var operation in AllOperations.List)
        {
            var described = document["paths"]!["/" + operation.Route]![operation.Method.ToLowerInvariant()]!;
            Assert.NotEmpty(described["summary"]!.GetValue<string>());
            Assert.False(described["description"]!.GetValue<string>().StartsWith('\n'), $"{operation.Name}: its class has no doc comment");
        }
        var silent = document["components"]!["schemas"]!.AsObject()
            .Where(s => !s.Key.StartsWith("Policy", StringComparison.Ordinal) && s.Value!["properties"] is not null)
            .SelectMany(s => s.Value!["properties"]!.AsObject().Where(p => !IsExplained(p.Value!)).Select(p => $"{s.Key}.{p.Key}"));
        Assert.Empty(silent);
    }

    // One that they do not name is written by reflection, and nobody notices. A policy document is answered as it was loaded.
    [Fact]
    public void Bodies_and_answers_are_types_that_the_JSON_contexts_name()
    {
        var types = ApiContract.Endpoints
            .SelectMany(e => e.Metadata.OfType<IProducesResponseTypeMetadata>().Where(p => p.ContentTypes.Contains("application/json"))
                .Select(p => p.Type).Append(e.Metadata.GetMetadata<BodyMetadata>()?.Type))
            .OfType<Type>().Where(t => t != typeof(void) && t != typeof(PolicyDocument)).Distinct().ToList();
        var unnamed = string.Join(", ", types
            .Where(t => ServiceJson.Default.GetTypeInfo(t) is null && ApiJson.Default.GetTypeInfo(t) is null).Select(t => t.Name));

        Assert.True(types.Count > 20, $"Only {types.Count} types were found.");
        Assert.True(unnamed.Length == 0, $"Neither ServiceJson nor ApiJson has a line for {unnamed}.");
    }

    [Fact]
    public async Task Spectral_has_nothing_to_say()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, (await DocumentAsync()).ToJsonString(), TestContext.Current.CancellationToken);
            var run = await Node.RunAsync(
                TestContext.Current.CancellationToken,
                "node_modules/@stoplight/spectral-cli/dist/index.js", "lint", file, "--ruleset", ".spectral.yaml", "--fail-severity",
                "hint", "--format", "text");

            Assert.True(run.ExitCode == 0, run.Output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task What_the_app_answers_fits_the_schemas()
    {
        var document = await DocumentAsync();
        var exchanges = await Exchanges.MakeAsync(app);
        var (schemas, missing) = (new List<JsonNode>(), new List<string>());
        foreach (var exchange in exchanges)
        {
            var (route, method) = ("/" + exchange.Operation.Route, exchange.Operation.Method.ToLowerInvariant());
            string[] place = ["paths", route, method, "responses", $"{exchange.Status}", "content", exchange.MediaType, "schema"];
            if (place.Aggregate((JsonNode?)document, (node, member) => node?[member]) is null)
                missing.Add($"{exchange.Name} as {exchange.MediaType}");
            else
                schemas.Add(Check(exchange.Name, place, exchange.Response));
            if (exchange is { Request: not null, Status: < 300 })
                schemas.Add(Check($"{exchange.Name}, request",
                    ["paths", route, method, "requestBody", "content", "application/json", "schema"], exchange.Request));
        }

        Assert.Empty(missing);
        Assert.Equal("", await ValidateAsync(document, schemas));
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_is_found()
    {
        var document = await DocumentAsync();
        var wrong = JsonNode.Parse("""{"status":"ok","load":1,"type":5}""")!;

        var said = await ValidateAsync(document, [Check("wrong", ["components", "schemas", "Problem"], wrong)]);

        Assert.Contains("wrong: /type must be string", said, StringComparison.Ordinal);
        Assert.Contains("wrong: /status must be integer", said, StringComparison.Ordinal);
        Assert.Contains("must have required property 'title'", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_examples_are_what_the_app_takes_and_answers()
    {
        var exchanges = await Exchanges.MakeAsync(app);
        var folder = Repository.Path("src", "Friending.Api", "Pipeline", "OpenApi", "Examples");
        // A policy document is too long for an example, and what a list or a digest holds is up to the other tests. What tells of the
        // policy is made by the policy in force.
        var made = app.Host.Services.GetRequiredService<PolicyExamples>();
        var known = exchanges.DistinctBy(e => e.Name)
            .Where(e => made.Find(e.Name) is null && e.Name is not "GetGuideline.404" and not "EvaluateRequest.400" and not "GetDigest.200")
            .Where(e => e.Operation.Name is not "GetPolicy" and not "GetChoices")
            .Where(e => !e.Operation.Name.StartsWith("List", StringComparison.Ordinal))
            .ToDictionary(e => $"{e.Name}.json", e => Exchanges.AsExample(e.Response));
        foreach (var exchange in exchanges.Where(e => e is { Request: not null, Status: < 300 }).DistinctBy(e => e.Operation.Name))
            if (made.Find($"{exchange.Operation.Name}.request") is null)
                known[$"{exchange.Operation.Name}.request.json"] = exchange.Request!;
        if (Repository.Renew)
        {
            foreach (var file in Directory.EnumerateFiles(folder))
                File.Delete(file);
            foreach (var (name, example) in known)
                await File.WriteAllTextAsync(Path.Combine(folder, name), example.ToJsonString(s_indented) + "\n",
                    TestContext.Current.CancellationToken);
        }

        var kept = Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!).ToList();
        var other = string.Join(", ", known.Keys.Except(kept).Concat(kept.Except(known.Keys)));
        Assert.True(other.Length == 0,
            $"Of the examples, {other} are missing or left over. Run the tests once with FRIENDING_RENEW_SNAPSHOTS=1 and commit them.");
        Assert.All(known, e => Assert.True(
            JsonNode.DeepEquals(e.Value, JsonNode.Parse(File.ReadAllText(Path.Combine(folder, e.Key)))),
            $"{e.Key} is not what the app answers. If the change is meant, run the tests once with FRIENDING_RENEW_SNAPSHOTS=1 and "
                + $"commit the file; if it is other at each run, leave it out above.\n{e.Value}"));
    }

    // A member that may be null tells what it is beside the reference to its type.
    private static bool IsExplained(JsonNode member) =>
        member["description"] is not null || member["oneOf"] is JsonArray choices && choices.Any(c => c!["description"] is not null);

    private static JsonObject Check(string name, string[] place, JsonNode body) => new()
    {
        ["name"] = name,
        ["schema"] = "#"
            + string.Concat(place.Select(p =>
                "/" + Uri.EscapeDataString(p.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)))),
        ["body"] = body.DeepClone(),
    };

    private static async Task<string> ValidateAsync(JsonNode document, IEnumerable<JsonNode> answers)
    {
        var file = Path.GetTempFileName();
        try
        {
            var input = new JsonObject { ["document"] = document.DeepClone(), ["answers"] = new JsonArray([.. answers]) };
            await File.WriteAllTextAsync(file, input.ToJsonString(), TestContext.Current.CancellationToken);
            var run = await Node.RunAsync(TestContext.Current.CancellationToken, "validate.mjs", file);
            Assert.True(run.ExitCode == 0, run.Output);
            return run.Output;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<JsonNode> DocumentAsync()
    {
        using var client = app.Client(key: null);
        return JsonNode.Parse(await client.GetStringAsync("/openapi.json", TestContext.Current.CancellationToken))!;
    }
}
