using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.LocalHost.Emulators;
using Friending.Policy;
using Friending.Policy.Engine;

namespace Friending.Benchmarks;

/// <summary>The same rules in engines of another runtime, each called as its documentation says is fastest,
/// one evaluation after another.</summary>
internal static class PeersMeasurement
{
    private const string Item = "2";

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        var policy = DefaultPolicy.Load();
        var combinations = Combinations.Of(policy);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, ToJson(policy, combinations));
        try
        {
            var folder = Repository.PathOf("tests", "Friending.Benchmarks", "Peers");
            var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), CancellationToken.None);
            await NpmPackages.InstallAsync(node, folder, Console.Out, CancellationToken.None);
            // Node 20 once ended in the midst of a measurement, as V8 left compiled code that had a call of WebAssembly inlined.
            using var peers = Process.Start(
                new ProcessStartInfo(node.NodeFile, ["--no-turbo-inline-js-wasm-calls", Path.Combine(folder, "peers.mjs"), file])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                })!;
            // Comes only once all have been found to give our outcomes.
            var ready = JsonNode.Parse(await ReadAsync(peers))!;
            string[] names = [.. ready["peers"]!.AsArray().Select(n => (string)n!)];
            table.Exactly(Item, "combinations on which all peers agree with us", (int)ready["checked"]!, combinations.Count, "");

            var milliseconds = table.IsShort ? 200 : 1000;
            var sides = names.Select(name => (Func<Task<double>>)(() => AskAsync(peers, name, milliseconds)))
                .Append(() => Task.FromResult(Evaluate(policy, combinations, milliseconds)));
            var measured = await SideBySide.MeasureAsync(table.Rounds(9), [.. sides]);
            var ours = $"{measured.Medians[^1]:0} ns";
            for (var i = 0; i < names.Length; i++)
                table.Show(Item, "all combinations in turn", ours, $"{names[i]} {measured.Medians[i] / 1000:0.0} µs",
                    measured.Ratios[i], "×");
            peers.StandardInput.Close();
            await peers.WaitForExitAsync();
        }
        finally
        {
            File.Delete(file);
        }
    }

    // Nanoseconds an answer: outcome, rules and the facts that decided.
    private static double Evaluate(PolicyDecisionPoint policy, IReadOnlyList<FactSet> combinations, int milliseconds)
    {
        var watch = Stopwatch.StartNew();
        var (done, sum) = (0L, 0);
        do
        {
            foreach (var facts in combinations)
            {
                var evaluation = policy.Evaluate(facts);
                sum += evaluation.Outcome + evaluation.RuleOf(0) + evaluation.RuleOf(1) + Explanation.DecidingFactSet(policy, facts)[0];
            }
            done += combinations.Count;
        }
        while (watch.ElapsedMilliseconds < milliseconds);
        GC.KeepAlive(sum);
        return watch.Elapsed.TotalNanoseconds / done;
    }

    private static string ToJson(PolicyDecisionPoint policy, IReadOnlyList<FactSet> combinations) => new JsonArray(
        [.. combinations.Select(facts => new JsonObject
        {
            ["facts"] = new JsonObject(policy.Facts.Name(facts).Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value))),
            ["outcome"] = policy.Outcome(policy.Evaluate(facts).Outcome).Value,
        })]).ToJsonString(JsonSerializerOptions.Web);

    private static async Task<double> AskAsync(Process peers, string name, int milliseconds)
    {
        await peers.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{name} {milliseconds}"));
        return double.Parse(await ReadAsync(peers), CultureInfo.InvariantCulture);
    }

    private static async Task<string> ReadAsync(Process peers) =>
        await peers.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The peers ended; what they wrote says why.");
}
