using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;

namespace Friending.Functions.Tests.Parity;

/// <summary>A request and the status that answers it under every host.</summary>
/// <param name="Status">The status.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query; <c>{name}</c> stands for what an earlier exchange kept under this name.</param>
/// <param name="Body">The body; null: none.</param>
internal sealed partial record Exchange(int Status, string Method, string Path, string? Body = null)
{
    /// <summary>The body's media type.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Whether a key is sent.</summary>
    public bool WithKey { get; init; } = true;

    /// <summary>Further headers; <c>{name}</c> as in <see cref="Path"/>.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>The name under which the last segment of <c>Location</c> is kept for later exchanges.</summary>
    public string? KeepsLocation { get; init; }

    /// <summary>The name under which <c>ETag</c> is kept.</summary>
    public string? KeepsTag { get; init; }

    /// <summary>The name under which the body is kept.</summary>
    public string? KeepsBody { get; init; }

    /// <summary>What the body holds once work in the background is done; it is asked for until then.</summary>
    public string? Until { get; init; }

    /// <summary>Whether the body is left out of the comparison: it tells hashes, which differ between any two runs.</summary>
    public bool Bodiless { get; init; }

    /// <summary>As test output names it.</summary>
    public override string ToString() => $"{Method} {Path} ({Status}{(WithKey ? "" : ", without a key")})";

    /// <summary>Sends the request; the whole answer as text, with what differs between any two runs made equal.</summary>
    public async Task<string> SendAsync(HttpClient client, Dictionary<string, string> kept, string key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(new(Method), Fill(Path, kept));
        if (WithKey)
            request.Headers.Add("x-functions-key", key);
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, Fill(value, kept));
        if (Body is not null)
            request.Content = new StringContent(Fill(Body, kept), Encoding.UTF8)
            { Headers = { ContentType = MediaTypeHeaderValue.Parse(MediaType) } };
        using var response = await client.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsStringAsync(cancellation);
        Keep(KeepsLocation, response.Headers.Location?.OriginalString.Split('/')[^1]);
        Keep(KeepsTag, response.Headers.ETag?.ToString());
        Keep(KeepsBody, body);
        // Times in a body are not always as long, so its length is compared with the body, and not between the hosts.
        var length = $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\n";
        if (Bodiless)
            body = "";
        var headers = response.Headers.Concat(response.Content.Headers).Concat(response.TrailingHeaders)
            .Where(h => h.Key != "Date" && !(Bodiless && h.Key == "Content-Length")).OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(" | ", h.Value)}\n").Select(h => h == length ? "Content-Length: its body's\n" : h);
        var whole = $"HTTP/{response.Version} {(int)response.StatusCode}\n{string.Concat(headers)}\n{body}";
        return Time()
            .Replace(Id().Replace(Cursor()
                .Replace(whole.Replace(client.BaseAddress!.Authority, "HOST", StringComparison.Ordinal), "CURSOR"), "ID"), "TIME");

        void Keep(string? name, string? value)
        {
            if (name is not null)
                kept[name] = value
                    ?? throw new InvalidOperationException(
                        $"{this} has nothing to keep as {name}; it was answered with {(int)response.StatusCode}.");
        }
    }

    private static string Fill(string text, Dictionary<string, string> kept) =>
        kept.Aggregate(text, (t, k) => t.Replace($"{{{k.Key}}}", k.Value, StringComparison.Ordinal));

    [GeneratedRegex(@"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();

    [GeneratedRegex(@"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})|[0-9]{1,2}:[0-9]{2}[ \u202f\u00a0][AP]M")]
    private static partial Regex Time();

    [GeneratedRegex("(?<=\"(cursor|next_token)\":\")[^\"]+")]
    private static partial Regex Cursor();
}
