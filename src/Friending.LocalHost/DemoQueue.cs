using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Service;
using Friending.Service.Intake;
using Friending.Service.Requests;
using Friending.Service.Storage;

namespace Friending.LocalHost;

/// <summary>Puts sample requests on the queue, as flows and batch jobs do, and shows the decisions.</summary>
internal static class DemoQueue
{
    // A patient, an older friendship, something unusual, somebody from billing, an employee.
    private static readonly int[] s_lines = [1, 2, 8, 11, 15];
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>True if every message was decided as expected.</summary>
    internal static async Task<bool> RunAsync(
        LocalHost host, HttpClient http, string[] requests, Dictionary<int, (string Outcome, string Rules)> expected, TextWriter console,
        CancellationToken cancellation)
    {
        await console.WriteLineAsync(
            $"{s_lines.Length} of them as messages on the queue {QueueNames.Requests}, every other one as Base64:\n");
        await console.WriteLineAsync(Demo.Row("", "asked", "outcome", "rules", "ms", ""));
        var queue = host.Services.GetRequiredService<StorageAccount>().Queue(QueueNames.Requests);
        var differences = 0;
        for (var n = 0; n < s_lines.Length; n++)
        {
            var line = s_lines[n];
            var message = JsonNode.Parse(requests[line - 1])!.AsObject();
            var key = $"demo-{Guid.CreateVersion7()}";
            message["idempotencyKey"] = key;
            var text = message.ToJsonString();
            var watch = Stopwatch.StartNew();
            await queue.SendMessageAsync(n % 2 == 0 ? text : Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), cancellation);

            var decision = await DecisionAsync(host, http, key, watch, cancellation);
            var took = watch.Elapsed.TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            var (outcome, rules) = decision is null ? ("not decided", "")
                : (decision.Outcome!, string.Join('+', decision.Findings.Select(f => f.Rule)));
            var problem = (outcome, rules) == expected[line] ? "" : $"expected {expected[line].Outcome} by {expected[line].Rules}";
            differences += problem.Length == 0 ? 0 : 1;
            await console.WriteLineAsync(
                Demo.Row(line.ToString(CultureInfo.InvariantCulture), Demo.Describe(requests[line - 1]), outcome, rules, took, problem));
        }
        await console.WriteLineAsync(differences == 0
            ? $"\nAll {s_lines.Length} were decided, and their events are on the queue {QueueNames.Decisions}.\n"
            : $"\n{differences} of {s_lines.Length} differ from what was expected.\n");
        return differences == 0;
    }

    private static async Task<Service.Decisions.Decision?> DecisionAsync(
        LocalHost host, HttpClient http, string key, Stopwatch watch, CancellationToken cancellation)
    {
        var keys = host.Services.GetRequiredService<RequestKeyStore>();
        while (watch.Elapsed < s_patience)
        {
            if (await keys.FindAsync(RequestIntake.KeyScope, key, cancellation) is { } claim)
            {
                using var response = await http.GetAsync(new Uri($"api/decisions/{claim.Id}", UriKind.Relative), cancellation);
                if (response.StatusCode == HttpStatusCode.OK)
                    return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(cancellation), ServiceJson.Web.Decision);
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        }
        return null;
    }
}
