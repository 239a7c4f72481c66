using System.Net;
using Friending.Testing;

namespace Friending.Functions.Tests;

/// <summary>The worker fits the smallest instance beside the host, and does not grow with the number of calls.</summary>
public sealed class MemoryTests(WorkerApp app, ITestOutputHelper output) : IClassFixture<WorkerApp>
{
    // An instance of Flex Consumption has 2,048 MB or more, of which the host itself takes about 210:
    // https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#instance-sizes.
    private const double Limit = 600;

    private const string Request = """
        {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """;

    [Fact]
    public async Task Twice_as_many_calls_take_no_more_memory()
    {
        var atRest = app.Host.Worker.MemoryInMegabytes;
        await CallAsync(1_000);
        var warm = app.Host.Worker.MemoryInMegabytes;
        await CallAsync(2_000);
        var later = app.Host.Worker.MemoryInMegabytes;

        output.WriteLine(
            FormattableString.Invariant($"At rest {atRest:0} MB, after 1,000 calls {warm:0} MB, after 3,000 calls {later:0} MB."));
        Assert.InRange(later, 0, Limit);
        // What a leak of 50 KB a call would take; the collector may keep less than that.
        Assert.InRange(later - warm, double.MinValue, 100);
    }

    private async Task CallAsync(int calls)
    {
        using var client = app.Client();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, calls),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken },
            async (_, _) => await client.PostJsonAsync("/api/evaluate", Request).JsonAsync(HttpStatusCode.OK));
    }
}
