using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Friending.Service.Decisions;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>A call of the running app and what it answered.</summary>
/// <param name="Operation">The operation that was called.</param>
/// <param name="Status">The status it answered with.</param>
/// <param name="MediaType">The media type of the answer.</param>
/// <param name="Request">The JSON body that was sent; null if there was none.</param>
/// <param name="Response">The JSON body of the answer.</param>
internal sealed record Exchange(Operation Operation, int Status, string MediaType, JsonNode? Request, JsonNode Response)
{
    /// <summary>As test output names it, and the files of the examples.</summary>
    public string Name => FormattableString.Invariant($"{Operation.Name}.{Status}");
}

/// <summary>Calls every operation of the running app, so that it answers in every way that can be brought about.</summary>
internal sealed class Exchanges(AppFixture app)
{
    /// <summary>The id that stands in examples for the one that the app made.</summary>
    public const string ExampleId = "01a206a4-5294-78de-ad13-c4e3e0d5b7fc";

    private const string Clear = """
        {"staff":{"id":"rn-1042","careRole":true,"role":"Registered nurse","department":"Cardiology"},"platform":"Facebook",
         "direction":"accept","otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false},"language":"en"}
        """;

    private const string Open = """
        {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current"}}
        """;

    private const string Unclear = """
        {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"initiate","otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":true}}
        """;

    private const string Resolution = """{"resolution":"permit","reason":"They have been friends since school."}""";

    private readonly List<Exchange> _done = [];

    /// <summary>Makes the calls.</summary>
    public static async Task<IReadOnlyList<Exchange>> MakeAsync(AppFixture app)
    {
        var exchanges = new Exchanges(app);
        await exchanges.MakeAsync();
        return exchanges._done;
    }

    private async Task MakeAsync()
    {
        var key = Guid.NewGuid().ToString();
        var submitted = await SendAsync("SubmitRequest", 201, body: Clear, headers: [("Idempotency-Key", key)]);
        var id = submitted["id"]!.GetValue<string>();
        await SendAsync("SubmitRequest", 200, body: Clear, headers: [("Idempotency-Key", key)]);
        await SendAsync("SubmitRequest", 400, body: """{"staf":{}}""");
        await SendAsync("SubmitRequest", 401, body: Clear, caller: null);
        await SendAsync("SubmitRequest", 403, body: Clear, caller: "only-audit");
        await SendAsync("SubmitRequest", 409, body: Open.Replace("current", "no", StringComparison.Ordinal),
            headers: [("Idempotency-Key", key)]);
        await SendAsync("SubmitRequest", 413, body: Clear + new string(' ', 70_000));
        await SendAsync("SubmitRequest", 415, body: Clear, mediaType: "text/plain");
        await SendAsync("SubmitRequest", 422, body: Open);
        await SendAsync("EvaluateRequest", 200, body: Open);
        await SendAsync("EvaluateRequest", 400, body: """{"direction":"sideways"}""");
        await SendAsync("EvaluateRequest", 422, body: """{"note":"Her number is 555-867-5309"}""");
        await SendAsync("GetDecision", 200, route: [("{id}", id)]);
        await SendAsync("GetDecision", 404, route: [("{id}", "0199f000-0000-7000-8000-000000000000")]);
        await SendAsync("SubmitRequest", 202, body: Clear, headers: [("Prefer", "respond-async")]);
        await SendAsync("ListDecisions", 200, query: $"?from=2026-01-01&staff=rn-1042&limit=1");
        await SendAsync("ListDecisions", 400, query: "?after=yesterday");
        var unclear = (await SendAsync("SubmitRequest", 201, body: Unclear))["id"]!.GetValue<string>();
        // From beyond the end, so that it is the same whatever the other tests decide.
        await SendAsync("PollFeed", 200, query: $"?cursor=1{string.Concat(Enumerable.Repeat(".1000000", DecisionKeys.Shards))}");
        await SendAsync("PollFeed", 400, query: "?cursor=yesterday");
        var subscription =
            (await SendAsync("Subscribe", 201,
                body: """{"callback":"http://127.0.0.1:9/flow","events":["friending.decision.withdrawn"]}"""))["id"]!.GetValue<string>();
        await SendAsync("Subscribe", 400, body: """{"callback":"http://example.org/flow"}""");
        await SendAsync("Unsubscribe", 404, route: [("{id}", "7d0fd1f5-8f36-4b5e-9d55-9f3ff0a4d4a1")]);
        using (var client = app.Client())
            Assert.Equal(HttpStatusCode.NoContent,
                (await client.DeleteAsync($"/api/subscriptions/{subscription}", TestContext.Current.CancellationToken)).StatusCode);
        await SendAsync("ListReviews", 200);
        await SendAsync("ClaimReview", 200, route: [("{id}", unclear)]);
        await SendAsync("ClaimReview", 409, route: [("{id}", unclear)], caller: "only-review");
        await SendAsync("ReleaseReview", 200, route: [("{id}", unclear)]);
        await SendAsync("AskForMore", 200, body: """{"text":"Since when have you known each other?"}""", route: [("{id}", unclear)],
            caller: "only-review");
        await SendAsync("AskForMore", 409, body: """{"text":"And where did you meet?"}""", route: [("{id}", unclear)]);
        await SendAsync("AnswerQuestion", 400, body: """{"note":" "}""", route: [("{id}", unclear)], person: "rn-1042");
        await SendAsync("AnswerQuestion", 200, body: """{"note":"Since we went to school together."}""", route: [("{id}", unclear)],
            person: "rn-1042");
        await SendAsync("AppealDecision", 409, body: """{"note":"We have known each other since school."}""", route: [("{id}", unclear)],
            person: "rn-1042");
        await SendAsync("ResolveReview", 400, body: """{"resolution":"maybe"}""", route: [("{id}", unclear)]);
        await SendAsync("ResolveReview", 412, body: Resolution, route: [("{id}", unclear)], headers: [("If-Match", "\"7\"")]);
        await SendAsync("ResolveReview", 200, body: Resolution, route: [("{id}", unclear)], caller: "only-review");
        await SendAsync("ResolveReview", 409, body: Resolution, route: [("{id}", unclear)]);
        await SendAsync("ResolveReview", 422, body: """{"resolution":"decline","reason":"Her number is 555-867-5309"}""",
            route: [("{id}", unclear)]);
        await SendAsync("AppealDecision", 200, body: """{"note":"We have known each other since school."}""", route: [("{id}", id)],
            person: "rn-1042");
        await SendAsync("WithdrawDecision", 200, route: [("{id}", id)]);
        await SendAsync("ExplainDecision", 200, route: [("{id}", id)]);
        await SendAsync("GetDigest", 200, route: [("{isoWeek}", "2020-W53")]);
        await SendAsync("GetDigest", 400, route: [("{isoWeek}", "2021-W53")]);
        await SendAsync("GetDigest", 404, route: [("{isoWeek}", "2020-W53")], query: "?audience=Nobody");
        await SendAsync("SendDigest", 200, route: [("{isoWeek}", "2020-W53")]);
        await SendAsync("SendDigest", 409, route: [("{isoWeek}", "2090-W01")]);
        await SendAsync("GetPolicy", 200);
        await SendAsync("GetChoices", 200);
        await SendAsync("GetGuideline", 200, route: [("{id}", "7")]);
        await SendAsync("GetGuideline", 404, route: [("{id}", "9")]);
        await SendAsync("HealthLive", 200, caller: null);
        await SendAsync("HealthReady", 200, caller: null);
    }

    private async Task<JsonNode> SendAsync(
        string name,
        int expected,
        string? body = null,
        string? caller = LocalHost.LocalHost.DevelopmentKey,
        string mediaType = "application/json",
        (string Name, string Value)[]? headers = null,
        (string Name, string Value)[]? route = null,
        string query = "",
        string? person = null)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var operation = AllOperations.Named(name);
        var path = (route ?? []).Aggregate(operation.Route, (r, p) => r.Replace(p.Name, p.Value, StringComparison.Ordinal));
        using var client = person is null ? app.Client(caller) : app.Person(person);
        using var request = new HttpRequestMessage(new(operation.Method), path + query);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, mediaType);
        foreach (var (header, value) in headers ?? [])
            request.Headers.Add(header, value);
        using var response = await client.SendAsync(request, cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        Assert.True(response.StatusCode == (HttpStatusCode)expected,
            $"{name}: expected {expected}, got {(int)response.StatusCode}: {text}");
        var sent = body is not null && body.Length < 5_000 ? JsonNode.Parse(body) : null;
        _done.Add(new(operation, expected, response.Content.Headers.ContentType!.MediaType!, sent, JsonNode.Parse(text)!));
        return _done[^1].Response;
    }

    /// <summary>The answer with the example's id and time in place of its own, as examples keep it.</summary>
    public static JsonNode AsExample(JsonNode response)
    {
        var copy = response.DeepClone();
        if (copy is JsonObject { } decision && decision["id"] is JsonValue id && DecisionId.TryParse(id.ToString(), out _))
        {
            Assert.True(DecisionId.TryParse(ExampleId, out var example));
            decision["id"] = ExampleId;
            if (decision.ContainsKey("decidedAt"))
                decision["decidedAt"] = example.Time.UtcDateTime;
            if (decision["review"] is JsonObject review)
                review["at"] = example.Time.UtcDateTime.AddHours(1);
            if (decision["case"] is JsonObject waiting)
            {
                waiting["openedAt"] = example.Time.UtcDateTime;
                waiting["dueAt"] = example.Time.UtcDateTime.AddDays(2);
                foreach (var said in waiting["messages"]!.AsArray().Append(waiting["appeal"]).OfType<JsonObject>())
                    said["at"] = example.Time.UtcDateTime.AddMinutes(30);
            }
        }
        else if (copy is JsonObject { } subscription && Guid.TryParse(subscription["id"]?.ToString(), out _))
        {
            subscription["id"] = "7d0fd1f5-8f36-4b5e-9d55-9f3ff0a4d4a1";
        }
        return copy;
    }
}
