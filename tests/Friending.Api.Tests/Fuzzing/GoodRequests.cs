using System.Text;
using System.Text.Json.Nodes;
using Friending.Api.Endpoints.Assistants;
using Friending.Api.Pages;
using Friending.Api.Tests.Assistants;
using Friending.Policy;
using Friending.Policy.Documents;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Reviews;
using static Friending.Api.Tests.CertificationApp;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>
/// Requests as every operation takes them, to start from: sample requests, the examples of the API's description, the default
/// policy, and ids and cursors of the running app. An operation that is added is covered by its declared parameters and its example.
/// </summary>
internal sealed class GoodRequests
{
    /// <summary>Ids of decisions in every state, and one that there is not.</summary>
    internal required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Cursors that the app gave, by the operation and its query.</summary>
    internal required IReadOnlyDictionary<string, (string Query, string Cursor)> Cursors { get; init; }

    /// <summary>The token of whoever the decisions are about.</summary>
    internal required string Token { get; init; }

    // What no program may do.
    private static readonly string[] s_ofPersons = ["AnswerQuestion", "AppealDecision", "ListMyRequests"];

    /// <summary>Bodies of sample requests.</summary>
    internal static IReadOnlyList<byte[]> FriendRequests { get; } =
    [
        .. File.ReadAllLines(Repository.Path("samples", "requests.ndjson")).Where(l => l.Length > 0)
            .SelectMany(l => new[] { Utf8(l), WithNote(l, FuzzRequest.OrdinaryNote), WithNote(l, FuzzRequest.IdentifyingNote) }),
        Utf8("""{"staff":{"id":"rn-1042"},"platform":"Facebook","facts":"""
            + """{"patient":"current","careRole":"yes","direction":"accept","breaksBread":"no","""
            + """ "friendsSince":"1985","careSince":"2010-03"}}"""),
    ];

    private static readonly Dictionary<Type, byte[][]> s_bodies = new()
    {
        [typeof(FriendRequest)] = [.. FriendRequests],
        [typeof(ReviewRequest)] =
        [
            .. ReviewRequest.ResolutionsOf(DefaultPolicy.Load().Document)
                .SelectMany(r => new[] { FuzzRequest.OrdinaryNote, FuzzRequest.IdentifyingNote }
                    .Select(n => Utf8($$"""{"resolution":"{{r}}","reason":"{{n}}"}"""))),
        ],
        [typeof(QuestionRequest)] =
            [.. new[] { FuzzRequest.OrdinaryNote, FuzzRequest.IdentifyingNote }.Select(n => Utf8($$"""{"text":"{{n}}"}"""))],
        [typeof(NoteRequest)] =
            [.. new[] { FuzzRequest.OrdinaryNote, FuzzRequest.IdentifyingNote }.Select(n => Utf8($$"""{"note":"{{n}}"}"""))],
        [typeof(PolicyDocument)] =
        [
            Utf8(PolicyDocuments.Default),
            Utf8(PolicyDocuments.With(PolicyDocuments.Default, PolicyDocuments.DefaultScenarios)),
            .. Enumerable.Repeat(
                new[]
                {
                    File.ReadAllBytes(Path.Combine(PolicyFolder, "certification.policy.json")),
                    Utf8(PolicyDocuments.With(
                        File.ReadAllText(Path.Combine(PolicyFolder, "certification.policy.json")),
                        File.ReadAllText(Path.Combine(PolicyFolder, "certification.scenarios.json")))),
                },
                6).SelectMany(d => d),
        ],
        [typeof(McpMessage)] = [.. McpBodies()],
        [typeof(ErasureRequest)] = [Utf8("""{"staffId":"nobody-of-that-id"}""")],
        [typeof(AccessRequest)] = [.. AccessBodies(Subject, Resource)],
        [typeof(AccessBatchRequest)] =
        [
            .. AccessBodies(Subject, Resource),
            .. AccessBodies(Subject, Resource).Select(b => Utf8(Body(
                ("evaluations", $"[{Encoding.UTF8.GetString(b)},{{}},{Body(("action", Accept))}]"), ("subject", Subject),
                ("options", """{"evaluations_semantic":"deny_on_first_deny"}""")))),
        ],
        [typeof(SubjectSearchRequest)] = [.. AccessBodies("""{"type":"staff"}""", Resource, Page)],
        [typeof(ResourceSearchRequest)] = [.. AccessBodies(Subject, """{"type":"patient"}""", Page)],
        [typeof(ActionSearchRequest)] = [.. AccessBodies(Subject, Resource, Page, action: false)],
    };

    private const string Subject = """{"type":"staff","id":"rn-1042","properties":{"careRole":true}}""";
    private const string Accept = """{"name":"friend.accept"}""";
    private const string Resource = """{"type":"patient","id":"c41f","properties":{"colleague":"no"}}""";
    private const string Page = """{"limit":1,"token":"AAAAAQAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAA"}""";

    /// <summary>A request that the operation takes.</summary>
    internal FuzzRequest For(Operation operation, Dice dice)
    {
        var request = new FuzzRequest(operation.Method, "/" + operation.Route);
        foreach (var parameter in operation.Parameters)
        {
            switch (parameter.Place)
            {
                case ParameterPlace.Path:
                    var value = parameter.IsDecisionId ? dice.Pick(Ids)
                        : operation.Name == "EmbedScriptOfVersion" ? PageFiles.Embed.Hash[..12]
                        : parameter.Example ?? "7";
                    request.Path = request.Path.Replace($"{{{parameter.Name}}}", value, StringComparison.Ordinal);
                    break;
                case ParameterPlace.Query when dice.Percent(30) && parameter.Name != "cursor":
                    request.AddQuery(parameter.Name, Value(parameter, dice));
                    break;
                case ParameterPlace.Header when dice.Percent(25):
                    request.SetHeader(parameter.Name, Value(parameter, dice));
                    break;
            }
        }
        if (dice.Percent(15) && Cursors.TryGetValue(operation.Name, out var page))
            request.Query = $"?{page.Query}&cursor={page.Cursor}";
        if (s_ofPersons.Contains(operation.Name))
            request.SetHeader("Authorization", $"Bearer {Token}");
        else if (dice.Percent(97))
            request.SetHeader("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
        if (operation.RequestType is { } type)
        {
            request.Body = dice.Pick(s_bodies.TryGetValue(type, out var bodies) ? bodies : [Example(operation)]);
            request.SetHeader("Content-Type", "application/json");
        }
        if (operation.Name == nameof(Mcp))
            request.SetHeader("Accept", McpCalls.Accept);
        else if (operation.OtherMediaTypes.Count > 0 && dice.Percent(30))
            request.SetHeader("Accept", dice.Pick(operation.OtherMediaTypes));
        return request;
    }

    // A key that nobody used, so that what follows is not all one request.
    private static string Value(OperationParameter parameter, Dice dice) =>
        parameter.Name == "Idempotency-Key" ? FormattableString.Invariant($"fuzz-{dice.Below(1000)}")
        : parameter.Values is { } values ? dice.Pick(values)
        : parameter.Example
        ?? (parameter.Type == "integer" ? "1" : parameter.Format == "uuid" ? "0199f000-0000-7000-8000-000000000000" : "final");

    private static byte[] Example(Operation operation) =>
        Encoding.UTF8.GetBytes((operation.RequestExample ?? new JsonObject()).ToJsonString());

    private static IEnumerable<byte[]> AccessBodies(string subject, string resource, string? page = null, bool action = true)
    {
        foreach (var note in new[] { null, FuzzRequest.OrdinaryNote, FuzzRequest.IdentifyingNote })
        {
            var context = note is null
                ? """{"friendsSince":"1985","careSince":"2010-03"}"""
                : $$"""{"friendshipPredatesCare":false,"wouldBreakBread":true,"note":"{{note}}"}""";
            var members = new List<(string, string)> { ("subject", subject), ("resource", resource), ("context", context) };
            if (action)
                members.Add(("action", Accept));
            yield return Utf8(Body([.. members]));
            if (page is not null)
                yield return Utf8(Body([.. members, ("page", page)]));
        }
    }

    private static IEnumerable<byte[]> McpBodies()
    {
        const string Facts = """{"patient":"current","careRole":"yes","direction":"accept","predatesCare":"no","breaksBread":"no"}""";
        foreach (var (tool, arguments) in new[]
        {
            ("ask", """{"facts":{}}"""),
            ("ask", $$"""{"facts":{{Facts}},"language":"es"}"""),
            ("submit", $$"""{"facts":{{Facts}},"platform":"Facebook","staff":{"id":"rn-1042"},"note":"{{FuzzRequest.OrdinaryNote}}"}"""),
            ("submit", $$"""{"facts":{{Facts}},"platform":"Facebook","staff":{"id":"rn-1042"},"note":"{{FuzzRequest.IdentifyingNote}}"}"""),
            ("get_decision", """{"id":"0199f000-0000-7000-8000-000000000000"}"""),
            ("explain_decision", """{"id":"0199f000-0000-7000-8000-000000000000"}"""),
            ("list_reviews", """{"limit":2}"""),
            ("my_requests", "{}"),
        })
            yield return Utf8(McpCalls.Message("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}"""));
        foreach (var method in new[] { "tools/list", "resources/list", "prompts/list", "ping", "server/discover" })
            yield return Utf8(McpCalls.Message(method, "{}"));
        yield return Utf8(McpCalls.Message("resources/read", """{"uri":"friending://guidelines/7"}"""));
        yield return Utf8(McpCalls.Message("prompts/get", """{"name":"ask_the_policy"}"""));
        yield return Utf8(McpCalls.Message(
            "initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"fuzz","version":"1"}}"""));
    }

    private static byte[] WithNote(string request, string note)
    {
        var body = JsonNode.Parse(request)!;
        body["note"] = note;
        return Utf8(body.ToJsonString());
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
