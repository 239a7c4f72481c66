using Azure.Core;
using Azure.Core.Pipeline;
using Friending.Testing;

namespace Friending.Service.Tests.CrashPoints;

/// <summary>Carries a process's calls to storage, and holds one of them, and all after it, until it is let go.</summary>
/// <param name="at">Before which call it stops, from 1; 0: before none.</param>
internal sealed class PausingTransport(int at) : HttpPipelineTransport
{
    private static readonly HttpClientTransport s_inner = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goes = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    /// <summary>How many calls there were.</summary>
    internal int Calls => _calls;

    /// <summary>Completes when the process stands before the call.</summary>
    internal Task Stopped => _stopped.Task;

    /// <summary>Lets the process go on.</summary>
    internal void Go() => _goes.TrySetResult();

    /// <inheritdoc/>
    public override Request CreateRequest() => s_inner.CreateRequest();

    /// <inheritdoc/>
    public override void Process(HttpMessage message) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        if (Interlocked.Increment(ref _calls) >= at && at > 0)
        {
            _stopped.TrySetResult();
            // Not for as long as a try may take: this is a slow process, not a call that times out.
            await Eventually.ComesAsync("the process goes on", _goes.Task);
        }
        await s_inner.ProcessAsync(message);
    }
}
