using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Friending.Policy;
using Friending.Service.Reviews;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>The sample flow calls the connector as its definition says.</summary>
public sealed class SampleFlowTests
{
    private static readonly JsonNode s_flow =
        JsonNode.Parse(
            System.IO.File.ReadAllText(Repository.Path("samples", "power-automate", "form-to-answer.flow.json")))!["properties"]!;
    private static readonly JsonObject s_connector = ConnectorDefinition.Write();

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Actions => Flat(s_flow["definition"]!["actions"]!.AsObject());

    [Fact]
    public void Every_call_of_the_connector_names_an_operation_its_parameters_and_all_that_are_required()
    {
        var calls = Actions.Where(a => a.Value!["inputs"]?["host"]?["connectionName"]?.ToString() == "shared_friending").ToList();
        Assert.Equal(["ResolveReview", "SubmitRequest"],
            calls.Select(c => c.Value!["inputs"]!["host"]!["operationId"]!.ToString()).Order());
        foreach (var (name, call) in calls)
        {
            var operation = s_connector["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(o => o.Value!)
                .Single(o => o["operationId"]?.ToString() == call!["inputs"]!["host"]!["operationId"]!.ToString());
            var (known, required) = (new HashSet<string>(), new List<string>());
            foreach (var parameter in operation["parameters"]!.AsArray().Select(p => p!))
            {
                if (parameter["in"]!.ToString() == "body")
                    Collect(Resolved(parameter["schema"]!), "body", true, known, required);
                else if (known.Add(parameter["name"]!.ToString()) && parameter["required"]?.GetValue<bool>() == true)
                    required.Add(parameter["name"]!.ToString());
            }
            var given = call!["inputs"]!["parameters"]!.AsObject().Select(p => p.Key).ToList();
            Assert.True(given.TrueForAll(known.Contains),
                $"{name} gives {string.Join(", ", given.Where(g => !known.Contains(g)))}, which the connector does not have.");
            Assert.True(required.TrueForAll(given.Contains), $"{name} lacks {string.Join(", ", required.Where(r => !given.Contains(r)))}.");
        }
    }

    [Fact]
    public void What_it_reads_of_a_decision_is_there_and_the_team_chooses_among_the_outcomes()
    {
        var decision = s_connector["definitions"]!["Decision"]!;
        var read = Regex.Matches(s_flow["definition"]!.ToJsonString(),
            @"Decide_a_friend_request\\u0027\)\?\[\\u0027body/([A-Za-z/]+)\\u0027\]").Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.Contains("summary", read);
        Assert.All(read, path =>
        {
            var at = Resolved(decision);
            foreach (var step in path.Split('/'))
            {
                Assert.True(at["properties"]?[step] is not null, $"A decision has no {path}.");
                at = Resolved(at["properties"]![step]!);
            }
        });
        var asked = Actions.Single(a => a.Key == "Ask_the_team_in_Teams").Value!["inputs"]!["parameters"]!;
        var offered = asked["WebhookApprovalCreationInput/responseOptions"]!;
        Assert.Equal(ReviewRequest.ResolutionsOf(DefaultPolicy.Load().Document), offered.AsArray().Select(o => o!.ToString()));
    }

    [Fact]
    public void It_is_whole_each_action_runs_after_one_that_there_is_and_each_connection_is_named()
    {
        var definition = s_flow["definition"]!;
        Assert.Equal("1.0.0.0", definition["contentVersion"]!.ToString());
        Assert.Single(definition["triggers"]!.AsObject());
        foreach (var actions in Actions.Select(a => a.Value!["actions"]).OfType<JsonObject>().Prepend(definition["actions"]!.AsObject()))
            Assert.All(actions, a => Assert.All(a.Value!["runAfter"]!.AsObject(),
                after => Assert.True(actions.ContainsKey(after.Key), $"{a.Key} runs after {after.Key}.")));
        var connections = Actions.Concat(definition["triggers"]!.AsObject()).Select(a => a.Value!["inputs"]?["host"]).OfType<JsonNode>();
        Assert.All(connections, c =>
            Assert.Equal(c["apiId"]!.ToString(), s_flow["connectionReferences"]![c["connectionName"]!.ToString()]!["id"]!.ToString()));
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Flat(JsonObject actions) =>
        actions.SelectMany(a => a.Value!["actions"] is JsonObject inner ? Flat(inner).Prepend(a) : [a]);

    // A designer names a member of the body by its path; a required member of a member that may be left out is not required.
    private static void Collect(JsonNode schema, string path, bool isRequired, HashSet<string> known, List<string> required)
    {
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            var (at, inner) = ($"{path}/{name}", Resolved(property!));
            var needed = isRequired && schema["required"]?.AsArray().Any(r => r!.ToString() == name) == true;
            if (inner["properties"] is not null)
                Collect(inner, at, needed, known, required);
            else if (known.Add(at) && needed)
                required.Add(at);
        }
    }

    private static JsonNode Resolved(JsonNode schema) => schema["allOf"] is JsonArray all ? Resolved(all[0]!)
        : schema["$ref"] is { } reference ? s_connector["definitions"]![reference.ToString().Split('/')[^1]]! : schema;
}
