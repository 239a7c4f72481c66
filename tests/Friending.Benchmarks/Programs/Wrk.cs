using System.Globalization;
using System.Text.RegularExpressions;
using Friending.LocalHost.Emulators;

namespace Friending.Benchmarks;

/// <summary>wrk, an HTTP load generator that takes little of the processor itself: https://github.com/wg/wrk.</summary>
internal sealed partial record Wrk(string File, string Script)
{
    /// <summary>How many connections send, each its next request as soon as the last is answered.</summary>
    internal const int Connections = 16;

    internal const string WhereToGet = "wrk is not installed: apt-get install wrk";

    /// <summary>The one on PATH; null if there is none.</summary>
    internal static Wrk? Find()
    {
        var file = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "wrk")).FirstOrDefault(System.IO.File.Exists);
        if (file is null)
            return null;
        var script = Path.Combine(Path.GetTempPath(), $"friending-{Environment.ProcessId}.lua");
        System.IO.File.WriteAllText(script, $"""
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            wrk.headers["x-functions-key"] = "{SampleRequest.Key}"
            wrk.body = [[{SampleRequest.Body}]]
            """);
        return new(file, script);
    }

    /// <summary>Sends the sample request for some seconds; how many were answered a second.</summary>
    /// <exception cref="InvalidOperationException">Some got an error, or no answer.</exception>
    internal async Task<double> RequestsPerSecondAsync(int port, int seconds)
    {
        var run = await CommandRun.RunAsync(
            File, ["-t1", $"-c{Connections}", $"-d{seconds}", "-s", Script, $"http://127.0.0.1:{port}{SampleRequest.Path}"],
            Path.GetTempPath(), CancellationToken.None);
        if (run.ExitCode != 0
            || run.Output.Contains("Non-2xx", StringComparison.Ordinal) || run.Output.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException($"wrk: {run.Output}");
        return double.Parse(Rate().Match(run.Output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
