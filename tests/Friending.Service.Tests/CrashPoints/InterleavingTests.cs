using System.Collections.Concurrent;
using Xunit;

namespace Friending.Service.Tests.CrashPoints;

/// <summary>
/// Two processes at work on the same thing, each stopped before each of its calls to storage: one comes as far as its call, then the
/// other as far as its, then the one goes to its end, then the other. Every pair of calls is tried.
/// </summary>
/// <remarks>The same checks as in <see cref="CrashPointTests"/>, where one process fails.</remarks>
public sealed class InterleavingTests(ITestOutputHelper output) : SharedStorage
{
    [Fact]
    public async Task Wherever_two_processes_meet_one_wins_or_both_are_done_and_nothing_is_lost_or_done_twice()
    {
        var points = 0;
        var badly = new ConcurrentQueue<string>();
        foreach (var race in Race.All)
        {
            var (first, second) = (await CountAsync(race, race.First), await CountAsync(race, race.Second));
            Assert.True(first > 0 && second > 0, $"{race.Name}: one calls nothing.");
            var pairs = from one in Enumerable.Range(1, first) from other in Enumerable.Range(1, second) select (One: one, Other: other);
            await Parallel.ForEachAsync(
                pairs, new ParallelOptions { MaxDegreeOfParallelism = race.OnlyWrites ? 1 : AtOnce, CancellationToken = Cancelled },
                async (p, _) =>
                {
                    var done = await RunAsync(race, p.One, p.Other);
                    if (done < race.LeastDone || done > race.MostDone)
                        badly.Enqueue(FormattableString.Invariant($"{race.Name}, {p.One} and {p.Other}: {done} done"));
                });
            points += first * second;
            output.WriteLine(FormattableString.Invariant($"{race.Name}: {first} and {second} {(race.OnlyWrites ? "writes" : "calls")}"));
        }
        output.WriteLine(FormattableString.Invariant($"{points} pairs of calls tried."));

        await RecoverAsync();

        var wrong = badly.Concat(await WrongAsync()).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} are wrong:\n{string.Join('\n', wrong.Take(50))}");
    }

    // Of one process that is alone.
    private async Task<int> CountAsync(Race race, Func<IServiceProvider, Case, Task<bool>> run)
    {
        var transport = new PausingTransport(0, race.OnlyWrites);
        await using var process = Process(transport);
        var about = Begin($"{race.Name}, alone");
        await race.PrepareAsync(Undisturbed, about);
        about.Expected = race.Expected;
        Assert.True(await run(process, about), $"{race.Name}: refused when alone.");
        var calls = transport.Calls;
        // So that it ends as all others do.
        await (ReferenceEquals(run, race.First) ? race.Second : race.First)(Undisturbed, about);
        return calls;
    }

    // How many of the two were done.
    private async Task<int> RunAsync(Race race, int one, int other)
    {
        var about = Begin(FormattableString.Invariant($"{race.Name}, {one} and {other}"));
        await race.PrepareAsync(Undisturbed, about);
        about.Expected = race.Expected;
        var (firstCalls, secondCalls) = (new PausingTransport(one, race.OnlyWrites), new PausingTransport(other, race.OnlyWrites));
        await using var firstProcess = Process(firstCalls);
        await using var secondProcess = Process(secondCalls);
        var first = Task.Run(() => race.First(firstProcess, about), Cancelled);
        await Task.WhenAny(first, firstCalls.Stopped).WaitAsync(s_limit, Cancelled);
        var second = Task.Run(() => race.Second(secondProcess, about), Cancelled);
        await Task.WhenAny(second, secondCalls.Stopped).WaitAsync(s_limit, Cancelled);
        firstCalls.Go();
        var isFirstDone = await first.WaitAsync(s_limit, Cancelled);
        secondCalls.Go();
        var isSecondDone = await second.WaitAsync(s_limit, Cancelled);
        return (isFirstDone ? 1 : 0) + (isSecondDone ? 1 : 0);
    }
}
