using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Testing;
using Microsoft.OpenApi;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>The files of the Power Automate connector fit the operations and one another.</summary>
public sealed class ConnectorTests(AppFixture app)
{
    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_definition_is_what_the_operations_say()
    {
        var file = File("apiDefinition.swagger.json");
        var expected = ConnectorDefinition.Write().ToJsonString(s_indented) + "\n";
        if (Repository.Renew)
            System.IO.File.WriteAllText(file, expected);

        Assert.True(expected == System.IO.File.ReadAllText(file),
            $"{file} is out of date. Run the tests once with FRIENDING_RENEW_SNAPSHOTS=1 and commit it.");
    }

    [Fact]
    public void The_definition_is_sound()
    {
        var read = OpenApiDocument.Parse(System.IO.File.ReadAllText(File("apiDefinition.swagger.json")), OpenApiConstants.Json);

        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
    }

    [Fact]
    public void The_designer_has_words_for_everything_it_shows()
    {
        var definition = ConnectorDefinition.Write();
        var operations = definition["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject())
            .Where(o => !o.Key.StartsWith("x-", StringComparison.Ordinal)).Select(o => o.Value!).ToList();

        Assert.Contains(operations, o => o["operationId"]!.ToString() == ConnectorDefinition.Trigger);
        foreach (var operation in operations)
        {
            Assert.InRange(operation["summary"]!.ToString().Length, 1, 80);
            Assert.NotEmpty(operation["description"]!.ToString());
            foreach (var parameter in operation["parameters"]!.AsArray())
            {
                Assert.NotEmpty(parameter!["x-ms-summary"]!.ToString());
                Assert.NotEmpty(parameter["description"]!.ToString());
            }
        }
    }

    [Fact]
    public void The_properties_fit_the_definition()
    {
        var definition = ConnectorDefinition.Write();
        var properties = JsonNode.Parse(System.IO.File.ReadAllText(File("apiProperties.json")))!["properties"]!;
        // Several ways to sign in are sets of parameters; then the definition names none
        // (https://learn.microsoft.com/connectors/custom-connectors/multi-auth).
        Assert.Null(properties["connectionParameters"]);
        Assert.Null(definition["securityDefinitions"]);
        var sets = properties["connectionParameterSets"]!["values"]!.AsArray()
            .ToDictionary(s => s!["name"]!.ToString(), s => s!["parameters"]!);
        Assert.Equal(["entra", "key"], sets.Keys.Order());
        Assert.All(properties["connectionParameterSets"]!["values"]!.AsArray(),
            s => Assert.NotEmpty(s!["uiDefinition"]!["displayName"]!.ToString()));
        Assert.Equal("securestring", sets["key"]["api_key"]!["type"]!.ToString());
        var entra = sets["entra"]["token"]!;
        Assert.Equal(("oauthSetting", "aad"), (entra["type"]!.ToString(), entra["oAuthSettings"]!["identityProvider"]!.ToString()));
        Assert.Equal(["loginUri", "resourceUri", "tenantId"],
            entra["oAuthSettings"]!["customParameters"]!.AsObject().Select(p => p.Key).Order());
        // The key goes into the header that the service reads, from the connection that has one.
        var policy = Assert.Single(properties["policyTemplateInstances"]!.AsArray())!;
        Assert.Equal("setheader", policy["templateId"]!.ToString());
        Assert.Equal(
            ("x-functions-key", "@connectionParameters('api_key', '')"),
            (policy["parameters"]!["x-ms-apimTemplateParameter.name"]!.ToString(),
                policy["parameters"]!["x-ms-apimTemplateParameter.value"]!.ToString()));
    }

    [Fact]
    public void A_maker_picks_what_has_a_few_values_and_is_told_what_is_required()
    {
        var definitions = ConnectorDefinition.Write()["definitions"]!;
        var submitted = definitions["SubmittedRequest"]!;
        Assert.Equal(["staff", "platform", "direction", "otherParty"], submitted["required"]!.AsArray().Select(r => r!.ToString()));
        Assert.Equal("id", Assert.Single(submitted["properties"]!["staff"]!["required"]!.AsArray())!.ToString());
        // To evaluate, anything may be missing.
        Assert.Null(definitions["FriendRequest"]!["required"]);
    }

    // The schemas are those that Microsoft publishes; see schemas/README.md.
    [Fact]
    public async Task The_definition_fits_the_schema_that_Microsoft_publishes()
    {
        var definition = ConnectorDefinition.Write();

        Assert.Equal("", await Node.ValidateAsync(definition, "Connector", "schemas", "api-definition.json"));
        definition["paths"]!["/api/requests"]!["post"]!.AsObject().Remove("responses");
        Assert.NotEqual("", await Node.ValidateAsync(definition, "Connector", "schemas", "api-definition.json"));
    }

    // The schema is older than sets of parameters, which the tool of the same repository takes (tools/paconn-cli, json_keys.py), and than
    // a redirect address of the connector's own, which connectors there have: so each set is held against it as the only way to sign in.
    [Theory]
    [InlineData("entra")]
    [InlineData("key")]
    public async Task The_properties_with_a_way_to_sign_in_fit_the_schema_that_Microsoft_publishes(string set)
    {
        var file = JsonNode.Parse(System.IO.File.ReadAllText(File("apiProperties.json")))!;
        var properties = file["properties"]!.AsObject();
        properties.Remove("connectionParameterSets", out var sets);
        var only = sets!["values"]!.AsArray().Single(s => s!["name"]!.ToString() == set)!;
        properties["connectionParameters"] = only["parameters"]!.DeepClone();
        if (properties["connectionParameters"]!["token"]?["oAuthSettings"] is { } settings)
        {
            Assert.Equal("GlobalPerConnector", settings["redirectMode"]!.ToString());
            settings["redirectMode"] = "Global";
        }

        Assert.Equal("", await Node.ValidateAsync(file, "Connector", "schemas", "api-properties.json"));
        properties["capabilities"] = "none";
        Assert.NotEqual("", await Node.ValidateAsync(file, "Connector", "schemas", "api-properties.json"));
    }

    // What the repository asks of who submits a connector (.github/pull_request_template.md, and its README on the files).
    [Fact]
    public void The_files_keep_the_rules_that_the_repository_states()
    {
        var properties = JsonNode.Parse(System.IO.File.ReadAllText(File("apiProperties.json")))!["properties"]!;
        Assert.DoesNotContain(properties["iconBrandColor"]!.ToString().ToLowerInvariant(), new[] { "#007ee5", "#ffffff" });
        var operations = ConnectorDefinition.Write()["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject())
            .Where(o => !o.Key.StartsWith("x-", StringComparison.Ordinal)).Select(o => o.Value!).ToList();
        Assert.All(operations, o =>
        {
            // Detailed descriptions of the operation and each parameter, and a schema of what an action answers with.
            Assert.NotEmpty(o["description"]!.ToString());
            Assert.All(o["parameters"]!.AsArray(), p => Assert.NotEmpty(p!["description"]!.ToString()));
            if (o["x-ms-visibility"]!.ToString() != "internal")
                Assert.Contains(o["responses"]!.AsObject(), r => r.Key[0] == '2' && r.Value!["schema"] is not null);
        });
        Assert.True(System.IO.File.Exists(File("README.md")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("gifts")]
    public async Task What_a_maker_picks_from_is_what_the_policy_in_force_has(string? policy)
    {
        await using var host = policy is null
            ? await app.StartAnotherAsync()
            : await app.StartAnotherAsync($"--Policy:Path={Repository.Path("samples", "policies", policy)}");
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
        var cancellation = TestContext.Current.CancellationToken;
        var definition = ConnectorDefinition.Write();
        var document = JsonNode.Parse(await client.GetStringAsync("/api/policy", cancellation))!;
        var (path, item) = definition["paths"]!.AsObject().Single(p => p.Value!["get"]?["operationId"]?.ToString() == "GetChoices");
        Assert.Equal("internal", item!["get"]!["x-ms-visibility"]!.ToString());
        var choices = JsonNode.Parse(await client.GetStringAsync(path, cancellation))!;

        var facts = document["facts"]!.AsArray().ToDictionary(
            f => f!["name"]!.ToString(), f => f!["values"]!.AsArray().Select(v => v!["value"]!.ToString()).ToList());
        var request = definition["definitions"]!["SubmittedRequest"]!["properties"]!;
        Assert.Equal("GetChoices", request["facts"]!["x-ms-dynamic-schema"]!["operationId"]!.ToString());
        var schema = choices[request["facts"]!["x-ms-dynamic-schema"]!["value-path"]!.ToString()]!["properties"]!;
        Assert.All(facts, f => Assert.Equal(f.Value, schema[f.Key]!["enum"]!.AsArray().Select(v => v!.ToString())));
        foreach (var (member, fact) in new[]
        {
            (request["direction"]!, "direction"), (request["account"]!, "account"),
            (request["otherParty"]!["properties"]!["patient"]!, "patient"),
            (request["otherParty"]!["properties"]!["colleague"]!, "colleague"),
        })
            Assert.Equal(facts.GetValueOrDefault(fact), Offered(member));
        var resolution = definition["definitions"]!["ReviewRequest"]!["properties"]!["resolution"]!;
        var given = document["outcomes"]!.AsArray().Where(o => o!["kind"]!.ToString() != "review").Select(o => o!["value"]!.ToString());
        Assert.Equal(given.Reverse(), Offered(resolution));
        Assert.Equal(policy is null, Offered(request["platform"]!)!.Contains("Facebook"));

        List<string>? Offered(JsonNode member)
        {
            var values = member["x-ms-dynamic-values"]!;
            var collection = values["value-collection"]!.ToString().Split('/').Aggregate(choices, (node, step) => node?[step]!);
            Assert.All(collection?.AsArray() ?? [], v => Assert.NotEmpty(v![values["value-title"]!.ToString()]!.ToString()));
            return collection?.AsArray().Select(v => v![values["value-path"]!.ToString()]!.ToString()).ToList();
        }
    }

    [Fact]
    public void The_trigger_subscribes_hears_of_typed_events_and_unsubscribes()
    {
        var definition = ConnectorDefinition.Write();
        var (path, ended) = (definition["paths"]!["/api/subscriptions"]!, definition["paths"]!["/api/subscriptions/{id}"]!["delete"]!);

        Assert.Equal((ConnectorDefinition.Trigger, "single"),
            (path["post"]!["operationId"]!.ToString(), path["post"]!["x-ms-trigger"]!.ToString()));
        Assert.NotNull(path["post"]!["responses"]!["201"]!["headers"]!["Location"]);
        var callback = definition["definitions"]!["SubscriptionRequest"]!["properties"]!["callback"]!;
        Assert.Equal(("true", "internal"), (callback["x-ms-notification-url"]!.ToString(), callback["x-ms-visibility"]!.ToString()));
        var content = path["x-ms-notification-content"]!["schema"]!["$ref"]!.ToString().Split('/')[^1];
        Assert.Equal("#/definitions/Decision", definition["definitions"]![content]!["properties"]!["data"]!["$ref"]!.ToString());
        Assert.Equal("internal", ended["x-ms-visibility"]!.ToString());
    }

    // Power Platform's certification asks for a square of 100 to 230 pixels.
    [Fact]
    public void The_icon_has_the_size_asked_for()
    {
        var icon = System.IO.File.ReadAllBytes(File("icon.png"));
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20)));

        Assert.Equal(width, height);
        Assert.InRange(width, 100, 230);
    }

    private static string File(string name) => Repository.Path("src", "Friending.Connector", name);
}
