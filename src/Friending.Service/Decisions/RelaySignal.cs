using System.Diagnostics;
using System.Threading.Channels;

namespace Friending.Service.Decisions;

/// <summary>
/// Tells this process's relay that a decision has something in the outbox, so that it is delivered soon. Only a hint:
/// what is not taken up, since the process ended or is busy, the timer's sweep delivers.
/// </summary>
public sealed class RelaySignal
{
    private readonly Channel<Signal> _signals = Channel.CreateBounded<Signal>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Has the decision's events delivered soon. Call it after what happened has been written.</summary>
    public void Tell(DecisionId id) => _signals.Writer.TryWrite(new(id, Stopwatch.GetTimestamp()));

    internal IAsyncEnumerable<Signal> ReadAllAsync(CancellationToken cancellation) => _signals.Reader.ReadAllAsync(cancellation);

    /// <summary>A decision that has something in the outbox.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="At">When that was told, as <see cref="Stopwatch.GetTimestamp"/> counts.</param>
    internal readonly record struct Signal(DecisionId Id, long At);
}
