using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Xunit;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>
/// Runs many cases, each made from the run's seed and its own number, on every processor. Settings by environment variable:
/// <c>FRIENDING_FUZZ_SEED</c> (a number; absent: a new one each time), <c>FRIENDING_FUZZ_CASES</c> (of the whole run; absent:
/// 100,000) and <c>FRIENDING_FUZZ_CASE</c> (only the case of that number).
/// </summary>
internal static class FuzzRun
{
    /// <summary>What the issue calls a hang.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(2);

    // What takes this long will never end.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private const int MaxFailures = 5;

    /// <summary>How many cases there are in all.</summary>
    internal static int Cases { get; } = (int)(Setting("FRIENDING_FUZZ_CASES") ?? 100_000);

    /// <summary>Whether there are enough of them to meet with everything that may come about.</summary>
    internal static bool MeetsEverything => Cases >= 60_000 && Only is null;

    private static ulong? Only { get; } = Setting("FRIENDING_FUZZ_CASE");

    private static ulong Seed { get; } = Setting("FRIENDING_FUZZ_SEED") ?? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4));

    /// <summary>Runs the cases and fails if one did, telling how to run it again.</summary>
    /// <param name="output">Told the seed, the number of cases and how long they took.</param>
    /// <param name="cases">How many.</param>
    /// <param name="run">Runs one: what is wrong, or null.</param>
    internal static async Task AllAsync(ITestOutputHelper output, int cases, Func<Dice, Task<string?>> run)
    {
        var (first, end) = Only is { } only ? ((int)only, (int)only + 1) : (0, cases);
        Tell(output, FormattableString.Invariant($"Seed {Seed}: {end - first} cases"));
        var started = Stopwatch.GetTimestamp();
        var failures = new SortedDictionary<int, string>();
        var slow = new List<int>();
        var (next, slowest) = (first - 1, (Took: TimeSpan.Zero, Number: 0));
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number
                && number < end && failures.Count < MaxFailures && !TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                var (wrong, took) = await OneAsync(number, run);
                lock (failures)
                {
                    slowest = took > slowest.Took ? (took, number) : slowest;
                    if (wrong is not null)
                        failures[number] = wrong;
                    else if (took > s_hang)
                        slow.Add(number);
                }
            }
        })));
        // A machine that was busy with something else makes any case slow once; one that hangs does so every time.
        foreach (var number in slow)
        {
            var again = TimeSpan.MaxValue;
            for (var attempt = 0; attempt < 3 && again > s_hang; attempt++)
                again = (await OneAsync(number, run)).Took;
            if (again > s_hang)
                failures[number] = $"Took {again.TotalSeconds:F1} s each time.";
        }
        var took = Stopwatch.GetElapsedTime(started);
        Tell(output,
            string.Create(CultureInfo.InvariantCulture,
                $"{end - first} cases took {took.TotalSeconds:F0} s ({(end - first) / took.TotalSeconds:F0} a second), the slowest, "
                    + $"{slowest.Number}, {slowest.Took.TotalMilliseconds:F0} ms"));
        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Select(f =>
            FormattableString.Invariant(
                $"Again: FRIENDING_FUZZ_SEED={Seed} FRIENDING_FUZZ_CASES={Cases} FRIENDING_FUZZ_CASE={f.Key}\n{f.Value}"))));
    }

    private static async Task<(string? Wrong, TimeSpan Took)> OneAsync(int number, Func<Dice, Task<string?>> run)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var wrong = await run(new(Seed, number)).WaitAsync(s_patience);
            return (wrong, Stopwatch.GetElapsedTime(started));
        }
        catch (Exception e)
        {
            return (e.ToString(), Stopwatch.GetElapsedTime(started));
        }
    }

    private static void Tell(ITestOutputHelper output, string line)
    {
        output.WriteLine(line);
        // Also where the output of tests that pass is not shown.
        TestContext.Current.SendDiagnosticMessage("{0}", $"{TestContext.Current.TestMethod?.MethodName}: {line}");
    }

    private static ulong? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? ulong.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
