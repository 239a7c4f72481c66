using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Friending.Service;

namespace Friending.LocalHost;

/// <summary>Sends the sample requests through HTTP, as a form would, reads each decision back, and shows what came of them.</summary>
internal static class Demo
{
    /// <summary>The folder with <c>requests.ndjson</c> and <c>expected.csv</c>.</summary>
    internal static string SamplesFolder { get; } = typeof(Demo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "SamplesFolder").Value!;

    /// <summary>True if every sample came out as expected and was read back as it was answered.</summary>
    internal static async Task<bool> RunAsync(LocalHost host, TextWriter console, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Add("x-functions-key", LocalHost.DevelopmentKey);
        var requests = await File.ReadAllLinesAsync(Path.Combine(SamplesFolder, "requests.ndjson"), cancellation);
        var expected = await ReadExpectedAsync(cancellation);

        await console.WriteLineAsync($"The {requests.Length} sample requests, over HTTP:\n");
        await console.WriteLineAsync(Row("", "asked", "outcome", "rules", "ms", ""));
        var differences = 0;
        for (var line = 1; line <= requests.Length; line++)
        {
            var body = requests[line - 1];
            var watch = Stopwatch.StartNew();
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await http.PostAsync("api/requests", content, cancellation);
            var answered = await response.Content.ReadAsStringAsync(cancellation);
            var took = watch.Elapsed.TotalMilliseconds;

            var (outcome, rules, problem) = ($"HTTP {(int)response.StatusCode}", "", "not decided");
            if (response.IsSuccessStatusCode)
            {
                var decision = JsonSerializer.Deserialize(answered, ServiceJson.Web.Decision)!;
                var readBack = await http.GetStringAsync(response.Headers.Location, cancellation);
                (outcome, rules) = (decision.Outcome!, string.Join('+', decision.Findings.Select(f => f.Rule)));
                problem = (outcome, rules) != expected[line] ? $"expected {expected[line].Outcome} by {expected[line].Rules}"
                    : readBack != answered ? "read back differs"
                    : "";
            }
            differences += problem.Length == 0 ? 0 : 1;
            var duration = took.ToString("0.0", CultureInfo.InvariantCulture);
            var number = line.ToString(CultureInfo.InvariantCulture);
            await console.WriteLineAsync(Row(number, Describe(body), outcome, rules, duration, problem));
        }
        await console.WriteLineAsync(differences == 0
            ? $"\nAll {requests.Length} came out as the policy says, and each was read back as it was answered.\n"
            : $"\n{differences} of {requests.Length} differ from what was expected.\n");
        var queued = await DemoQueue.RunAsync(host, http, requests, expected, console, cancellation);
        return await DemoDigest.RunAsync(host, http, requests, console, cancellation) && queued && differences == 0;
    }

    private static async Task<Dictionary<int, (string Outcome, string Rules)>> ReadExpectedAsync(CancellationToken cancellation)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(SamplesFolder, "expected.csv"), cancellation);
        return lines.Skip(1).Select(l => l.Split(',')).ToDictionary(c => int.Parse(c[0], CultureInfo.InvariantCulture), c => (c[1], c[2]));
    }

    internal static string Describe(string body)
    {
        var request = JsonSerializer.Deserialize(body, ServiceJson.Web.FriendRequest)!;
        var verb = request.Direction switch { "accept" => "accept from", "existing" => "stay connected with", _ => "send to" };
        var other = request.OtherParty?.Patient switch
        {
            "current" => "a patient",
            "former" => "a former patient",
            "family" => "a patient's relative",
            "former-family" => "a former patient's relative",
            _ => "no patient",
        };
        var colleague = request.OtherParty?.Colleague is { } c and not "no" ? $", {c}" : "";
        return $"{request.Staff?.Role}: {verb} {other}{colleague} ({request.Platform})";
    }

    internal static string Row(string line, string asked, string outcome, string rules, string took, string problem) =>
        $"{line,3}  {asked,-62}  {outcome,-10}  {rules,-8}  {took,6}  {problem}".TrimEnd();
}
