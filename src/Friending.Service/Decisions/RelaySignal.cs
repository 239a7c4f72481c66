using System.Threading.Channels;

namespace Friending.Service.Decisions;

/// <summary>
/// Tells this process's relay that a decision has something in the outbox, so that it is delivered at once. Only a hint:
/// what is not taken up, since the process ended or is busy, the timer's sweep delivers.
/// </summary>
public sealed class RelaySignal
{
    private readonly Channel<DecisionId> _ids = Channel.CreateBounded<DecisionId>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Has the decision's events delivered soon. Call it after what happened has been written.</summary>
    public void Tell(DecisionId id) => _ids.Writer.TryWrite(id);

    internal IAsyncEnumerable<DecisionId> ReadAllAsync(CancellationToken cancellation) => _ids.Reader.ReadAllAsync(cancellation);
}
