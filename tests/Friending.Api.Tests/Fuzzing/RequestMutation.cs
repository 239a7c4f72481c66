namespace Friending.Api.Tests.Fuzzing;

/// <summary>Changes one thing of a request: its body mostly, else a header, the query, the path or the method.</summary>
internal static class RequestMutation
{
    private static readonly string[] s_texts =
    [
        "", " ", "0", "-1", "1", "201", "99999999999999999999", "1.5", "0x1", "all", "ALL", "null", "%00", "%0d%0aX: y", "%2F", "%ff", "%",
        "%zz", "%c0%ae", "%ed%a0%80", "+", "'", "''", "' or 1 eq 1",
        "é", "\u202e", "😀", "\0", "\r\nX-Injected: 1", "a\tb", "*", "<b>", "=1", "../..", "//", "7;8", "{id}", "2026-11-22", "2026-13-01",
        "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.9999999Z",
        "0001-01-01T00:00:00%2B14:00", "2026-11-22T15:00:00+01:00", "2026-W47", "2026-W54", "0000-W01", "en", "es", "permit", "review",
        "final", "withdrawn",
        "0199f000-0000-7000-8000-000000000000", "ffffffff-ffff-7fff-bfff-ffffffffffff", "00000000-0000-7000-8000-000000000000",
        "0199F000-0000-7000-8000-000000000000",
        "{0199f000-0000-7000-8000-000000000000}", "0199f000000070008000000000000000", "0199f000-0000-4000-8000-000000000000",
    ];

    private static readonly string[] s_headers =
    [
        "Accept", "Accept-Language", "Accept-Encoding", "Content-Type", "Content-Encoding", "Content-Length", "Transfer-Encoding",
        "If-Match", "If-None-Match", "Idempotency-Key", "Prefer",
        "X-Request-ID", "Authorization", "x-functions-key", "Origin", "Cookie", "Expect", "Range", "TE", "traceparent", "tracestate",
        "baggage", "X-Forwarded-For", "X-Forwarded-Host",
        "X-HTTP-Method-Override", "X-MS-CLIENT-PRINCIPAL", "Forwarded", "If-Modified-Since",
    ];

    private static readonly string[] s_headerValues =
    [
        "", " ", "*", "*/*", "*/*;q=0", "text/csv", "application/x-ndjson", "application/json", "text/html;q=2", "a/b;c",
        "application/json; charset=utf-16", "application/json; charset=latin1",
        "application/json;charset=\"utf-8\"", "application/json; charset=", "application/problem+json", "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded", "text/plain", "json", ";", ",",
        "gzip", "br", "identity", "gzip, gzip", "chunked", "-1", "0", "1", "10", "99999999999999999999", "\"1\"", "W/\"1\"", "\"", "\"\"",
        "\"1\", \"2\"", "*, \"1\"", "\"99999999999\"", "1",
        "respond-async", "respond-async; wait=10", "RESPOND-ASYNC,", "return=minimal", "en", "es-MX", "es;q=0", "en;q=5",
        "zz-zzzzzzzzzzzzzzzzzzzzz", "é", "\u0001", "a\r\nX: y", "Bearer", "Bearer x.y.z",
        "Bearer eyJhbGciOiJub25lIn0.e30.", "Basic Og==", "bearer  ", "local-dev", "LOCAL-DEV", "only-audit",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-0-0-0", "a=1,b=2", "bytes=0-1",
        "100-continue", "Mon, 01 Jan 0001 00:00:00 GMT", "evil.example", "DELETE",
    ];

    private static readonly string[] s_paths =
    [
        "/", "//", "/%2e%2e/", "/../", "/./", "/.", "/..", "/\0", "/%00", "/%2F", "/a%2Fb", "\\", "/;a=b", "/é", "/\u202e", "/*", "/%",
        "/:", "/?", "/#", "/ ", "/\r\n", "/{id}", "/CON", "/~", "/.git",
    ];

    /// <summary>Makes one change.</summary>
    internal static void Apply(FuzzRequest request, Dice dice)
    {
        switch (dice.Below(request.Body is null ? 40 : 100))
        {
            case < 8:
                request.Query = MutateQuery(request.Query, dice);
                break;
            case < 20:
                var header = dice.Percent(60) && request.Headers.Count > 0 ? dice.Pick(request.Headers).Name : dice.Pick(s_headers);
                var value = dice.PickWeighted(
                    [(dice.Pick(s_headerValues), 80), (dice.Pick(s_texts), 10),
                        (new string('a', dice.Pick([256, 257, 1024, 1025, 8000, 40_000])), 10)]);
                if (dice.Percent(30))
                    request.Headers.Add((header, value));
                else if (dice.Percent(10))
                    request.Headers.RemoveAll(h => h.Name == header);
                else
                    request.SetHeader(header, value);
                break;
            case < 24:
                request.Path = MutatePath(request.Path, dice);
                break;
            case < 25:
                request.Method =
                    dice.Pick(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "get", "", "QUERY", "\u00e9"]);
                break;
            case < 26:
                request.Headers
                    .Add((dice.Pick(s_headers),
                        string.Join(dice.Pick([",", ";", ", "]), Enumerable.Repeat(dice.Pick(s_headerValues), dice.Pick([2, 100, 2000])))));
                break;
            case < 28:
                request.Body ??= "{}"u8.ToArray();
                request.SetHeader("Content-Type", "application/json");
                break;
            default:
                request.Body = JsonMutation.Of(request.Body ?? [], dice);
                break;
        }
    }

    private static string MutateQuery(string query, Dice dice)
    {
        var parts = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        var text = dice.Percent(90) ? dice.Pick(s_texts) : new string('a', dice.Pick([36, 37, 100, 101, 128, 129, 8000]));
        switch (dice.Below(5))
        {
            case 0 when parts.Count > 0:
                parts.Add(dice.Pick(parts));
                break;
            case 1 when parts.Count > 0:
                var at = dice.Below(parts.Count);
                parts[at] = parts[at].Split('=')[0] + "=" + text;
                break;
            case 2 when parts.Count > 0:
                // One character of a value, as of a cursor.
                var tampered = dice.Below(parts.Count);
                var place = dice.Below(parts[tampered].Length);
                parts[tampered] = parts[tampered][..place]
                    + dice.Pick(["A", "-", "_", "=", "%", "", "\u00e9"]) + parts[tampered][(place + 1)..];
                break;
            case 3:
                parts.Add(dice.Pick(["from", "to", "after", "outcome", "status", "department", "staff", "limit", "cursor", "ask", "again",
                    "audience", "code", "id", "", "LIMIT", "limit[]", "%00", "x"]) + "=" + text);
                break;
            default:
                parts.Add(text);
                break;
        }
        return "?" + string.Join(dice.Percent(95) ? '&' : ';', parts);
    }

    private static string MutatePath(string path, Dice dice)
    {
        switch (dice.Below(6))
        {
            case 0:
                return path + dice.Pick(s_paths);
            case 1:
                return path.Insert(dice.Below(path.Length) is var at and > 0 ? at : 1, dice.Pick(s_paths)[1..]);
            case 2:
                return path.ToUpperInvariant();
            case 3:
                var segments = path.Split('/');
                segments[^1] = dice.Pick(s_texts);
                return string.Join('/', segments);
            case 4:
                return path[..dice.Below(path.Length)] is { Length: > 0 } cut ? cut : "/";
            default:
                return path + "/" + new string('a', dice.Pick([1, 255, 5000]));
        }
    }
}
