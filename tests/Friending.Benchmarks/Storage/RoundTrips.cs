using System.Diagnostics;

namespace Friending.Benchmarks;

/// <summary>Counts the HTTP requests that this process sends while it exists.</summary>
internal sealed class RoundTrips : IDisposable
{
    private readonly ActivityListener _listener;
    private int _count;

    internal RoundTrips()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
            ActivityStarted = _ => Interlocked.Increment(ref _count),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    internal int Count => _count;

    public void Dispose() => _listener.Dispose();
}
