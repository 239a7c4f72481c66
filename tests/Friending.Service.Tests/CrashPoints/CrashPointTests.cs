using Xunit;

namespace Friending.Service.Tests.CrashPoints;

/// <summary>
/// Each call to storage of each workflow goes wrong in each way, one at a time. In the end there is one decision for each request, nothing
/// that was told is lost, every change has its event and no event is without its change, the lists are right, and the audit trail holds.
/// </summary>
/// <remarks>Two processes at once are in <see cref="InterleavingTests"/> and <see cref="FeedInterleavingTests"/>.</remarks>
public sealed class CrashPointTests(ITestOutputHelper output) : SharedStorage
{
    [Fact]
    public async Task Whichever_call_to_storage_goes_wrong_in_whichever_way_nothing_is_lost_and_nothing_is_done_twice()
    {
        var points = 0;
        foreach (var workflow in Workflow.All)
        {
            var calls = await CountAsync(workflow);
            Assert.True(calls > 0, $"{workflow.Name} calls nothing.");
            var faults = from at in Enumerable.Range(1, calls) from fault in Enum.GetValues<StorageFault>() select (At: at, Fault: fault);
            await Parallel.ForEachAsync(
                faults, new ParallelOptions { MaxDegreeOfParallelism = workflow.IsAlone ? 1 : AtOnce, CancellationToken = Cancelled },
                async (f, _) => await RunAsync(workflow, f.At, f.Fault));
            points += calls * Enum.GetValues<StorageFault>().Length;
            output.WriteLine($"{workflow.Name}: {calls} {(workflow.OnlyWrites ? "writes" : "calls")}");
        }
        output.WriteLine($"{points} points tried.");

        await RecoverAsync();

        var wrong = await WrongAsync();
        Assert.True(wrong.Count == 0, $"{wrong.Count} are wrong:\n{string.Join('\n', wrong.Take(50))}");
    }

    private async Task<int> CountAsync(Workflow workflow)
    {
        var about = Begin($"{workflow.Name}, count");
        await workflow.PrepareAsync(Undisturbed, about);
        var transport = new FaultyTransport(0, default, workflow.OnlyWrites);
        await using var process = Process(transport);
        await workflow.RunAsync(process, about, 1);
        return transport.Attempts;
    }

    private async Task RunAsync(Workflow workflow, int at, StorageFault fault)
    {
        var about = Begin($"{workflow.Name}, {fault} at {at}");
        await workflow.PrepareAsync(Undisturbed, about);
        var transport = new FaultyTransport(at, fault, workflow.OnlyWrites);
        // A process that has ended is never disposed of: it could call storage.
        var process = Process(transport);
        var run = Task.Run(() => workflow.RunAsync(process, about, 1), Cancelled);
        await Task.WhenAny(run, transport.Ended).WaitAsync(s_limit, Cancelled);
        if (!transport.Ended.IsCompleted && run.IsCompletedSuccessfully)
            return;
        // Whoever asked tries again.
        await workflow.RunAsync(Undisturbed, about, 2).WaitAsync(s_limit, Cancelled);
    }
}
