using System.Text.RegularExpressions;

namespace Friending.Functions.Tests.Parity;

/// <summary>The exchanges that are compared, in the order in which they are made.</summary>
internal static class Table
{
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

    private const string Access = """
        {"subject":{"type":"staff","id":"rn-1042","properties":{"careRole":true}},"action":{"name":"friend.accept"},
         "resource":{"type":"patient","id":"c41f"},"context":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """;

    private const string Resolution = """{"resolution":"permit","reason":"They have been friends since school."}""";

    private const string Nowhere = "0199f000-0000-7000-8000-000000000000";

    // What an assistant accepts: https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#sending-messages-to-the-server
    private static readonly (string, string) Assistant = ("Accept", "application/json, text/event-stream");

    /// <summary>What is asked for in turn, and what comes of it.</summary>
    public static Exchange[] Exchanges { get; } =
    [
        // Whoever asks.
        new(201, "POST", "/api/requests", Clear)
            { Headers = [("Idempotency-Key", "parity-1"), ("X-Request-ID", "of-the-caller")], KeepsLocation = "decision" },
        new(200, "POST", "/api/requests", Clear) { Headers = [("Idempotency-Key", "parity-1")] },
        new(409, "POST", "/api/requests", Unclear) { Headers = [("Idempotency-Key", "parity-1")] },
        new(202, "POST", "/api/requests", Clear) { Headers = [("Prefer", "respond-async")], KeepsLocation = "queued" },
        new(400, "POST", "/api/requests", """{"staf":{}}"""),
        new(400, "POST", "/api/requests", "{"),
        new(400, "POST", "/api/requests?unknown=1", Clear),
        new(401, "POST", "/api/requests", Clear) { WithKey = false },
        new(401, "POST", "/api/requests", Clear) { WithKey = false, Headers = [("x-functions-key", "wrong")] },
        new(413, "POST", "/api/requests", Clear + new string(' ', 70_000)),
        new(413, "POST", "/api/requests", Clear + new string(' ', 31_000_000)),
        new(401, "POST", "/api/requests", Clear + new string(' ', 31_000_000)) { WithKey = false },
        new(415, "POST", "/api/requests", Clear) { MediaType = "text/plain" },
        new(422, "POST", "/api/requests", Open),
        new(422, "POST", "/api/requests",
            Clear.Replace("\"language\"", "\"note\":\"Call her at 555-867-5309\",\"language\"", StringComparison.Ordinal)),
        new(200, "POST", "/api/evaluate", Open),
        new(200, "POST", "/api/evaluate", Open) { Headers = [("Accept-Language", "es")] },
        new(400, "POST", "/api/evaluate", """{"direction":"sideways"}"""),
        new(422, "POST", "/api/evaluate", """{"note":"Her number is 555-867-5309"}"""),
        new(200, "GET", "/api/decisions/{decision}") { KeepsTag = "tag" },
        new(304, "GET", "/api/decisions/{decision}") { Headers = [("If-None-Match", "{tag}")] },
        new(404, "GET", $"/api/decisions/{Nowhere}"),
        new(200, "GET", "/api/decisions/{decision}/explanation"),
        new(404, "GET", $"/api/decisions/{Nowhere}/explanation"),
        new(200, "GET", "/api/decisions/{queued}") { Until = "\"outcome\"" },

        new(200, "GET", "/api/feed?limit=1"),
        new(400, "GET", "/api/feed?cursor=yesterday"),
        new(403, "GET", "/api/requests"),
        new(400, "POST", "/api/subscriptions", """{"callback":"http://example.org/flow"}"""),
        new(404, "DELETE", $"/api/subscriptions/{Nowhere}"),

        // Reviews.
        new(201, "POST", "/api/requests", Unclear) { KeepsLocation = "unclear" },
        new(200, "GET", "/api/reviews") { Until = "\"items\":[{" },
        new(400, "GET", "/api/reviews?state=perhaps"),
        new(412, "POST", "/api/decisions/{unclear}/claim") { Headers = [("If-Match", "\"7\"")] },
        new(200, "POST", "/api/decisions/{unclear}/claim"),
        new(200, "DELETE", "/api/decisions/{unclear}/claim"),
        new(404, "POST", $"/api/decisions/{Nowhere}/claim"),
        new(400, "POST", "/api/decisions/{unclear}/question", "{}"),
        new(200, "POST", "/api/decisions/{unclear}/question", """{"text":"Since when have you been friends?"}"""),
        new(403, "POST", "/api/decisions/{unclear}/answer", """{"note":"Since school."}"""),
        new(403, "POST", "/api/decisions/{decision}/appeal", """{"note":"Please look again."}"""),
        new(400, "POST", "/api/decisions/{unclear}/review", """{"resolution":"maybe"}"""),
        new(412, "POST", "/api/decisions/{unclear}/review", Resolution) { Headers = [("If-Match", "\"7\"")] },
        new(422, "POST", "/api/decisions/{unclear}/review", """{"resolution":"decline","reason":"Her number is 555-867-5309"}"""),
        new(200, "POST", "/api/decisions/{unclear}/review", Resolution),
        new(409, "POST", "/api/decisions/{unclear}/review", Resolution),
        new(404, "POST", $"/api/decisions/{Nowhere}/review", Resolution),
        new(200, "POST", "/api/decisions/{decision}/withdraw"),
        new(404, "POST", $"/api/decisions/{Nowhere}/withdraw"),

        // Lists and streams.
        new(200, "GET", "/api/decisions?staff=rn-1042&limit=1"),
        new(400, "GET", "/api/decisions?from=yesterday"),
        new(200, "GET", "/api/decisions?staff=rn-1042") { Headers = [("Accept", "text/csv")] },
        new(200, "GET", "/api/decisions?staff=rn-1042") { Headers = [("Accept", "application/x-ndjson")] },
        new(401, "GET", "/api/decisions") { WithKey = false },

        // Digests.
        new(200, "GET", "/api/digests/2020-W53"),
        new(200, "GET", "/api/digests/2020-W53") { Headers = [("Accept", "text/html")] },
        new(200, "GET", "/api/digests/2020-W53") { Headers = [("Accept", "text/plain")] },
        new(200, "GET", "/api/digests/2020-W53") { Headers = [("Accept", "text/csv")] },
        new(400, "GET", "/api/digests/2021-W53"),
        new(404, "GET", "/api/digests/2020-W53?audience=Nobody"),
        new(200, "POST", "/api/digests/2020-W53/send"),
        new(409, "POST", "/api/digests/2090-W01/send"),

        // Policies.
        new(200, "GET", "/api/policy") { KeepsTag = "policy-tag", KeepsBody = "policy" },
        new(304, "GET", "/api/policy") { Headers = [("If-None-Match", "{policy-tag}")] },
        new(200, "GET", "/api/policy/choices") { Headers = [("Accept-Language", "es")] },
        new(200, "POST", "/api/policy/check", "{policy}"),
        new(413, "POST", "/api/policy/check", "{policy}" + new string(' ', 1_100_000)),
        new(415, "POST", "/api/policy/check", "{policy}") { MediaType = "text/plain" },
        new(200, "POST", "/api/policy/diff", "{policy}"),
        new(200, "POST", "/api/policy/replay?from=2026-01-01", "{policy}"),
        new(200, "GET", "/api/guidelines/7"),
        new(404, "GET", "/api/guidelines/9"),

        // AuthZEN.
        new(200, "POST", "/access/v1/evaluation", Access) { Headers = [("X-Request-ID", "of-the-caller")] },
        new(400, "POST", "/access/v1/evaluation", "{}"),
        new(400, "POST", "/access/v1/evaluation", Access) { MediaType = "text/plain" },
        new(401, "POST", "/access/v1/evaluation", Access) { WithKey = false },
        new(200, "POST", "/access/v1/evaluations", $$"""{"evaluations":[{{Access}},{{Access}}]}"""),
        new(200, "POST", "/access/v1/search/action",
            """{"subject":{"type":"staff","id":"rn-1042"},"resource":{"type":"patient","id":"c41f"}}"""),
        new(200, "POST", "/access/v1/search/subject", Access),
        new(200, "POST", "/access/v1/search/resource", Access),

        // What administrators do.
        new(200, "POST", "/api/staff/erasure", """{"staffId":"rn-7777"}"""),
        new(400, "POST", "/api/staff/erasure", "{}"),
        new(200, "GET", "/api/audit/verification") { Bodiless = true },
        new(200, "GET", "/api/poison"),
        new(404, "POST", $"/api/poison/{Nowhere}/retry"),
        new(404, "DELETE", $"/api/poison/{Nowhere}"),
        new(200, "GET", "/api/backups"),
        new(404, "POST", "/api/backups/yesterday/restore"),

        // Assistants.
        new(200, "POST", "/mcp",
            Message("initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"parity","version":"1"}}"""))
                { Headers = [Assistant] },
        new(202, "POST", "/mcp", """{"jsonrpc":"2.0","method":"notifications/initialized"}""") { Headers = [Assistant] },
        new(200, "POST", "/mcp", Message("tools/list", "{}")) { Headers = [Assistant] },
        new(200, "POST", "/mcp", Message("tools/call", """{"name":"ask","arguments":{"facts":{"patient":"current"},"language":"es"}}"""))
            { Headers = [Assistant] },
        new(200, "POST", "/mcp", Message("tools/call", """{"name":"get_decision","arguments":{"id":"{decision}"}}"""))
            { Headers = [Assistant] },
        new(200, "POST", "/mcp", Message("tools/call", """{"name":"list_reviews","arguments":{"limit":1}}""")) { Headers = [Assistant] },
        new(200, "POST", "/mcp", Message("tools/call", """{"name":"nothing"}""")) { Headers = [Assistant] },
        new(200, "POST", "/mcp", Message("resources/read", """{"uri":"friending://guidelines/7"}"""))
            { Headers = [Assistant, ("Accept-Language", "es")] },
        new(400, "POST", "/mcp", "{") { Headers = [Assistant] },
        new(401, "POST", "/mcp", Message("tools/list", "{}")) { Headers = [Assistant], WithKey = false },
        new(406, "POST", "/mcp", Message("tools/list", "{}")),
        new(413, "POST", "/mcp", Message("tools/list", "{}") + new string(' ', 70_000)) { Headers = [Assistant] },

        // What is open.
        new(200, "GET", "/.well-known/oauth-protected-resource") { WithKey = false },
        new(200, "GET", "/.well-known/oauth-protected-resource/mcp") { WithKey = false },
        new(200, "GET", "/.well-known/authzen-configuration") { WithKey = false },
        new(200, "GET", "/openapi.json") { WithKey = false },
        new(200, "GET", "/health/live") { WithKey = false },
        new(200, "GET", "/health/ready") { WithKey = false },
        new(200, "GET", "/") { WithKey = false },
        new(200, "GET", "/reviews") { WithKey = false },
        new(200, "GET", "/digests") { WithKey = false },
        new(200, "GET", "/policy") { WithKey = false },
        new(200, "GET", "/pages/none/ask.js") { WithKey = false },
        new(404, "GET", "/pages/none/nothing.js") { WithKey = false },
    ];

    /// <summary>Paths of the app, each once, and some that it does not have; after <see cref="Exchanges"/>, which is read first.</summary>
    public static string[] Paths { get; } =
    [
        .. Exchanges.Select(e => Regex.Replace(e.Path.Split('?')[0], @"\{[^}]+\}", Nowhere)).Distinct(),
        "/mine", "/decisions", "/admin", "/.well-known/oauth-protected-resource/other", "/nowhere", "/api", "/api/nowhere",
    ];

    private static string Message(string method, string parameters) =>
        $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""";
}
