using System.Diagnostics;

namespace Friending.Service.Tests;

/// <summary>Counts the HTTP requests that a piece of work sends, by its trace: what other tests send
/// meanwhile is in other traces.</summary>
internal static class StorageRequests
{
    internal static async Task<int> CountAsync(Func<Task> work)
    {
        var count = 0;
        using var trace = new Activity("counted").SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom()).Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = request => Interlocked.Add(ref count, request.TraceId == trace.TraceId ? 1 : 0),
        };
        ActivitySource.AddActivityListener(listener);
        await work();
        return count;
    }
}
