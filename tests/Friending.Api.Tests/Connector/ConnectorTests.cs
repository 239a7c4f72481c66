using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>The files of the Power Automate connector fit the operations and one another.</summary>
public sealed class ConnectorTests
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
        Assert.Equal(["initiate", "accept", "existing"],
            submitted["properties"]!["direction"]!["enum"]!.AsArray().Select(v => v!.ToString()));
        Assert.Equal(
            ["current", "former", "family", "former-family", "no"],
            submitted["properties"]!["otherParty"]!["properties"]!["patient"]!["enum"]!.AsArray().Select(v => v!.ToString()));
        Assert.Equal(["permit", "discourage", "decline"],
            definitions["ReviewRequest"]!["properties"]!["resolution"]!["enum"]!.AsArray().Select(v => v!.ToString()));
        // To evaluate, anything may be missing.
        Assert.Null(definitions["FriendRequest"]!["required"]);
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
