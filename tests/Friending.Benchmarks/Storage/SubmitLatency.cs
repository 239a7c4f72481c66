using System.Diagnostics;
using System.Text.Json;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Requests;

namespace Friending.Benchmarks;

/// <summary>A submission, from the request to the kept decision, beside what it writes, bare: a transaction of two rows and, at the same
/// time, the row that lists the decision as the person's.</summary>
internal static class SubmitLatency
{
    private const string Item = "4";
    private static readonly FriendRequest s_request = JsonSerializer.Deserialize(SampleRequest.Body, ServiceJson.Web.FriendRequest)!;
    private static readonly SubmissionOrigin s_origin = new("key:benchmark", DecisionSource.Http, "en");

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        await using var service = await EmulatedService.StartAsync();
        var submission = service.Get<RequestSubmission>();
        var first = await SubmitAsync(submission);
        var bare = BareTransaction.Of(service.Storage, first.Stored.Decision);
        using (var trips = new RoundTrips())
        {
            for (var i = 0; i < 100; i++)
                await SubmitAsync(submission);
            // One after the other is one; the list of the person is written beside it.
            table.Exactly(Item, "round trips of 100 submissions", trips.Count, 200, "");
        }
        foreach (var callers in (int[])[1, 16])
        {
            var calls = callers * (table.IsShort ? 20 : 40);
            await LatencyAsync(() => SubmitAsync(submission), callers, calls);
            await LatencyAsync(bare.RunAsync, callers, calls);
            var measured = await SideBySide.MeasureAsync(
                table.Rounds(15), () => LatencyAsync(() => SubmitAsync(submission), callers, calls),
                () => LatencyAsync(bare.RunAsync, callers, calls));
            table.AtMost(
                Item, $"submit, {(callers == 1 ? "one caller" : $"{callers} callers")}", $"{measured.Medians[0]:0.00} ms",
                $"bare transaction {measured.Medians[1]:0.00} ms", measured.Ratios[0], 1.25, "×");
        }
    }

    private static async Task<Submission.Decided> SubmitAsync(RequestSubmission submission) =>
        (Submission.Decided)await submission.SubmitAsync(s_request, s_origin, CancellationToken.None);

    // The median latency in milliseconds, each caller calling again as soon as it has its answer.
    private static async Task<double> LatencyAsync(Func<Task> call, int callers, int calls)
    {
        var latencies = new double[calls];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref next); i < calls; i = Interlocked.Increment(ref next))
            {
                var start = Stopwatch.GetTimestamp();
                await call();
                latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        return SideBySide.Median(latencies);
    }
}
