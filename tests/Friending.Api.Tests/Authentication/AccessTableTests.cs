using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Friending.Api.Endpoints.Assistants;
using Friending.Api.Tests.Assistants;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>
/// Who may do what: every operation, called by every kind of caller. The table is the contract, written out here on its own so
/// that a change of the code alone cannot change it.
/// </summary>
public sealed class AccessTableTests(AppFixture app)
{
    // + is any status of 2xx. Nobody: without a credential, with an unknown key, with a token of somebody else's.
    // A plain employee: one who asked for the decision, and one who did not.
    private const string Table = """
        operation           | nobody      | key with the role           | token with the role         | plain employee
                            | -   key tok | Submit Review Audit Admin   | Submit Review Audit Admin   | owner stranger
        SubmitRequest       | 401 401 401 | +      403    403   403     | +      +      +     +       | +     +
        ListMyRequests      | 401 401 401 | 403    403    403   403     | +      +      +     +       | +     +
        EvaluateRequest     | 401 401 401 | +      403    403   403     | +      +      +     +       | +     +
        GetDecision         | 401 401 401 | 403    +      +     403     | 404    +      +     404     | +     404
        ListDecisions       | 401 401 401 | 403    403    +     403     | 403    403    +     403     | 403   403
        ExplainDecision     | 401 401 401 | 403    +      +     403     | 404    +      +     404     | +     404
        AnswerQuestion      | 401 401 401 | 403    403    403   403     | 404    403    403   404     | +     404
        AppealDecision      | 401 401 401 | 403    403    403   403     | 404    403    403   404     | 409   404
        WithdrawDecision    | 401 401 401 | 403    +      403   403     | 404    +      403   404     | +     404
        PollFeed            | 401 401 401 | 403    403    +     403     | 403    403    +     403     | 403   403
        Subscribe           | 401 401 401 | 403    403    +     403     | 403    403    +     403     | 403   403
        Unsubscribe         | 401 401 401 | 403    403    404   403     | 403    403    404   403     | 403   403
        ListReviews         | 401 401 401 | 403    +      403   403     | 403    +      403   403     | 403   403
        ClaimReview         | 401 401 401 | 403    +      403   403     | 403    +      403   403     | 403   403
        ReleaseReview       | 401 401 401 | 403    +      403   403     | 403    +      403   403     | 403   403
        AskForMore          | 401 401 401 | 403    +      403   403     | 403    +      403   403     | 403   403
        ResolveReview       | 401 401 401 | 403    +      403   403     | 403    +      403   403     | 403   403
        GetDigest           | 401 401 401 | 403    403    +     403     | 403    403    +     403     | 403   403
        SendDigest          | 401 401 401 | 403    403    403   +       | 403    403    403   +       | 403   403
        EraseStaff          | 401 401 401 | 403    403    403   +       | 403    403    403   +       | 403   403
        VerifyAudit         | 401 401 401 | 403    403    +     403     | 403    403    +     403     | 403   403
        ListPoison          | 401 401 401 | 403    403    403   +       | 403    403    403   +       | 403   403
        RetryPoison         | 401 401 401 | 403    403    403   404     | 403    403    403   404     | 403   403
        DiscardPoison       | 401 401 401 | 403    403    403   404     | 403    403    403   404     | 403   403
        ListBackups         | 401 401 401 | 403    403    403   +       | 403    403    403   +       | 403   403
        RestoreBackup       | 401 401 401 | 403    403    403   404     | 403    403    403   404     | 403   403
        GetPolicy           | 401 401 401 | +      +      +     +       | +      +      +     +       | +     +
        GetChoices          | 401 401 401 | +      +      +     +       | +      +      +     +       | +     +
        CheckPolicy         | 401 401 401 | 403    403    403   +       | 403    403    403   +       | 403   403
        DiffPolicy          | 401 401 401 | 403    403    403   +       | 403    403    403   +       | 403   403
        ReplayPolicy        | 401 401 401 | 403    403    403   +       | 403    403    403   +       | 403   403
        GetGuideline        | 401 401 401 | +      +      +     +       | +      +      +     +       | +     +
        EvaluateAccess      | 401 401 401 | +      403    403   403     | +      403    403   403     | 403   403
        EvaluateAccessBatch | 401 401 401 | +      403    403   403     | +      403    403   403     | 403   403
        SearchSubject       | 401 401 401 | +      403    403   403     | +      403    403   403     | 403   403
        SearchResource      | 401 401 401 | +      403    403   403     | +      403    403   403     | 403   403
        SearchAction        | 401 401 401 | +      403    403   403     | +      403    403   403     | 403   403
        Mcp                 | 401 401 401 | +      +      +     +       | +      +      +     +       | +     +
        ProtectedResource   | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        McpProtectedResource | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        AuthZenMetadata     | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        OpenApi             | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        HealthLive          | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        HealthReady         | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        AskPage             | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        MinePage            | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        ReviewsPage         | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        DecisionsPage       | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        DigestsPage         | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        PolicyPage          | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        AdminPage           | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        PageFile            | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        DocsPage            | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        ProblemsPage        | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        ProblemPage         | 404 404 404 | 404    404    404   404     | 404    404    404   404     | 404   404
        EmbedScript         | +   +   +   | +      +      +     +       | +      +      +     +       | +     +
        EmbedScriptOfVersion | 404 404 404 | 404    404    404   404     | 404    404    404   404     | 404   404
        """;

    private const string Owner = "owner@example.org";
    private const string Access = """
        {"subject":{"type":"staff","id":"rn-1042","properties":{"careRole":true}},"action":{"name":"friend.accept"},"resource":{"type":"patient","id":"c41f"}}
        """;

    private static readonly Dictionary<string, string[]> s_rows = Table.Split('\n').Skip(2)
        .Select(line => line.Split((char[])[' ', '|'], StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(cells => cells[0], cells => cells[1..]);

    private static readonly string[] s_callers =
    [
        "nobody", "an unknown key", "another issuer's token",
        .. Enum.GetNames<Role>().Select(r => $"key:{r}"),
        .. Enum.GetNames<Role>().Select(r => $"token:{r}"),
        "owner", "stranger",
    ];

    public static TheoryData<string> Tools => [.. AssistantTool.All.Select(t => t.Name)];

    public static TheoryData<string> Operations => [.. AllOperations.List.Select(o => o.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_operation_answers_every_caller_as_the_table_says(string name)
    {
        Assert.True(s_rows.TryGetValue(name, out var expected), $"The table does not say who may call {name}.");
        var answered = new List<string>();
        for (var i = 0; i < s_callers.Length; i++)
        {
            var status = await CallAsync(AllOperations.Named(name), s_callers[i]);
            answered.Add(status is >= 200 and < 300 ? "+" : status.ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(s_callers.Zip(expected).Select(c => $"{c.First}: {c.Second}"),
            s_callers.Zip(answered).Select(c => $"{c.First}: {c.Second}"));
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task A_tool_answers_every_caller_as_its_operation_does(string name)
    {
        var answered = new List<string>();
        foreach (var caller in s_callers)
        {
            using var client = ClientOf(caller);
            var (status, result) = await client.CallToolAsync(name, await ArgumentsAsync(name, caller));
            answered.Add(result is null
                ? $"{status}" : result["isError"]?.GetValue<bool>() is true ? $"{McpCalls.Marked(result)["status"]}" : "+");
        }

        var expected = s_rows[AssistantTool.All.Single(t => t.Name == name).Operation];
        Assert.Equal(s_callers.Zip(expected).Select(c => $"{c.First}: {c.Second}"),
            s_callers.Zip(answered).Select(c => $"{c.First}: {c.Second}"));
    }

    [Fact]
    public void The_table_is_about_operations_that_there_are() =>
        Assert.Subset(AllOperations.List.Select(o => o.Name).ToHashSet(), s_rows.Keys.ToHashSet());

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/explanation")]
    [InlineData("POST", "/withdraw")]
    public async Task To_a_plain_employee_another_s_decision_and_none_look_alike(string method, string operation)
    {
        using var stranger = app.Person("stranger@example.org");
        using var submitter = app.Client();
        var decided = await IdAsync(submitter.PostJsonAsync("/api/requests", SampleRequests.Unusual(Owner)), HttpStatusCode.Created);
        var answers = new List<string>();
        foreach (var id in new[] { decided, "0199f000-0000-7000-8000-000000000000", "7", new string('a', 500) })
        {
            using var request = new HttpRequestMessage(new(method), $"/api/decisions/{id}{operation}");
            using var answer = await stranger.SendAsync(request, Cancellation);
            var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date")
                .Select(h => $"{h.Key}: {string.Join(',', h.Value)}").Order();
            answers.Add($"{(int)answer.StatusCode}\n{string.Join('\n', headers)}\n{await answer.Content.ReadAsStringAsync(Cancellation)}");
        }

        Assert.StartsWith("404", answers[0], StringComparison.Ordinal);
        Assert.All(answers, a => Assert.Equal(answers[0], a));
    }

    [Fact]
    public async Task A_decision_that_is_queued_is_known_to_its_owner_and_to_no_stranger()
    {
        await using var slow = await app.StartAnotherAsync();
        var token = slow.Services.GetService(typeof(LocalHost.SignIn.LocalIssuer)) as LocalHost.SignIn.LocalIssuer;
        using var owner = Bearer(slow.Address, token!.TokenFor(Owner));
        using var stranger = Bearer(slow.Address, token.TokenFor("stranger@example.org"));
        var id = await IdAsync(owner.PostJsonAsync("/api/requests", SampleRequests.Unusual(Owner), ("Prefer", "respond-async")),
            HttpStatusCode.Accepted);
        using var known = await owner.GetAsync($"/api/decisions/{id}", Cancellation);

        // The app of the other tests may have decided it meanwhile.
        Assert.Contains(known.StatusCode, new[] { HttpStatusCode.Accepted, HttpStatusCode.OK });
        var unknown = await stranger.GetAsync("/api/decisions/0199f000-0000-7000-8000-000000000000", Cancellation)
            .JsonAsync(HttpStatusCode.NotFound);
        var another = await stranger.GetAsync($"/api/decisions/{id}", Cancellation).JsonAsync(HttpStatusCode.NotFound);
        Assert.Equal(unknown.GetRawText(), another.GetRawText());
    }

    [Theory]
    [InlineData("/api/requests", null, 201)]
    [InlineData("/api/requests", "respond-async", 202)]
    [InlineData("/api/evaluate", null, 200)]
    public async Task A_person_asks_for_themselves_and_only_with_the_role_for_others(string path, string? prefer, int success)
    {
        (string, string)[] headers = prefer is null ? [] : [("Prefer", prefer)];
        using var person = app.Person("me@example.org", Role.Review, Role.Audit, Role.Admin);
        using var submitter = app.Person("me@example.org", Role.Submit);
        var (without, own, another) = (RequestOf(null), RequestOf("me@example.org"), RequestOf("rn-1042"));

        await person.PostJsonAsync(path, without, headers).JsonAsync((HttpStatusCode)success);
        await person.PostJsonAsync(path, own, headers).JsonAsync((HttpStatusCode)success);
        await person.PostJsonAsync(path, another, headers).JsonAsync(HttpStatusCode.Forbidden);
        await person.PostJsonAsync(path, RequestOf("ME@example.org"), headers).JsonAsync((HttpStatusCode)success);
        await submitter.PostJsonAsync(path, another, headers).JsonAsync((HttpStatusCode)success);
    }

    [Fact]
    public async Task What_a_person_left_out_is_filled_in_so_the_decision_is_theirs()
    {
        using var person = app.Person("filled-in@example.org");
        var decision = await person.PostJsonAsync("/api/requests", RequestOf(null)).JsonAsync(HttpStatusCode.Created);
        var path = $"/api/decisions/{decision.GetProperty("id").GetString()}";
        var explanation = await person.GetAsync($"{path}/explanation", Cancellation).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("filled-in@example.org", decision.GetProperty("staff").GetProperty("id").GetString());
        Assert.False(explanation.TryGetProperty("counterfactuals", out _));
        await person.PostJsonAsync($"{path}/withdraw", "").JsonAsync(HttpStatusCode.OK);
    }

    private async Task<int> CallAsync(Operation operation, string caller)
    {
        using var client = ClientOf(caller);
        var route = operation.Route.Replace("guidelines/{id}", "guidelines/7", StringComparison.Ordinal)
            .Replace("{isoWeek}", "2020-W53", StringComparison.Ordinal)
            .Replace("{version}/{file}", "any/friending.css", StringComparison.Ordinal);
        if (route.Contains("{id}", StringComparison.Ordinal))
            route = route.Replace("{id}", await DecisionOfOwnerAsync(), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new(operation.Method), route);
        if (await BodyAsync(operation.Name, caller) is { } body)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (operation.Name == "Mcp")
            request.Headers.Accept.ParseAdd(McpCalls.Accept);
        using var answer = await client.SendAsync(request, Cancellation);
        return (int)answer.StatusCode;
    }

    private HttpClient ClientOf(string caller) => caller switch
    {
        "nobody" => app.Client(null),
        "an unknown key" => app.Client("unknown"),
        "another issuer's token" => Bearer(app.Address, "eyJhbGciOiJub25lIn0.e30."),
        "owner" => app.Person(Owner),
        "stranger" => app.Person("stranger@example.org"),
        _ when caller.StartsWith("key:", StringComparison.Ordinal) => app.Client($"only-{caller[4..].ToLowerInvariant()}"),
        _ => app.Person("colleague@example.org", Enum.Parse<Role>(caller["token:".Length..])),
    };

    private async Task<string> DecisionOfOwnerAsync()
    {
        using var submitter = app.Client();
        return await IdAsync(submitter.PostJsonAsync("/api/requests", SampleRequests.Unusual(Owner)), HttpStatusCode.Created);
    }

    private async Task<string> ArgumentsAsync(string tool, string caller) => tool switch
    {
        "ask" => """{"facts":{}}""",
        "submit" => $$$"""
            {"facts":{"patient":"current","careRole":"yes","direction":"accept","predatesCare":"no","breaksBread":"no"},"platform":"Facebook",
             "staff":{"id":{{{(caller.StartsWith("key:", StringComparison.Ordinal) ? "\"rn-1042\"" : "null")}}}}}
            """,
        "get_decision" or "explain_decision" => $$"""{"id":"{{await DecisionOfOwnerAsync()}}"}""",
        _ => "{}",
    };

    private async Task<string?> BodyAsync(string operation, string caller)
    {
        var isKey = caller.StartsWith("key:", StringComparison.Ordinal);
        switch (operation)
        {
            case "SubmitRequest" or "EvaluateRequest":
                return RequestOf(isKey ? "rn-1042" : null);
            case "EraseStaff":
                return """{"staffId":"nobody-of-that-id"}""";
            case "Mcp":
                return McpCalls.Message("tools/list", "{}");
            case "Subscribe":
                // Of an event that the other tests cause seldom: nobody listens there.
                return """{"callback":"https://localhost:1/flow","events":["friending.decision.reviewed"]}""";
            case "ResolveReview":
                return """{"resolution":"permit","reason":"They were friends at school."}""";
            case "AskForMore":
                return """{"text":"Since when have you known each other?"}""";
            case "AnswerQuestion" or "AppealDecision":
                return """{"note":"We were friends at school."}""";
            case "CheckPolicy" or "DiffPolicy" or "ReplayPolicy":
                using (var any = app.Client())
                    return await any.GetStringAsync("/api/policy", Cancellation);
            case "EvaluateAccess":
                return Access;
            case "EvaluateAccessBatch":
                return Access.TrimEnd()[..^1] + ""","evaluations":[{"action":{"name":"friend.initiate"}}]}""";
            case "SearchSubject":
                return Access.Replace("\"id\":\"rn-1042\",", "", StringComparison.Ordinal);
            case "SearchResource":
                return Access.Replace(",\"id\":\"c41f\"", "", StringComparison.Ordinal);
            case "SearchAction":
                return Access.Replace("\"action\":{\"name\":\"friend.accept\"},", "", StringComparison.Ordinal);
            default:
                return null;
        }
    }

    private static string RequestOf(string? staffId) => SampleRequests.PatientInCare.Replace(
        "\"id\":\"rn-1042\",", staffId is null ? "" : $"\"id\":{JsonSerializer.Serialize(staffId)},", StringComparison.Ordinal);

    private static async Task<string> IdAsync(Task<HttpResponseMessage> submitted, HttpStatusCode expected) =>
        (await submitted.JsonAsync(expected)).GetProperty("id").GetString()!;

    private static HttpClient Bearer(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }
}
