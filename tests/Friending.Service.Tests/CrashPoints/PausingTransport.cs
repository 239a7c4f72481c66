using Azure.Core;
using Azure.Core.Pipeline;
using Friending.Testing;

namespace Friending.Service.Tests.CrashPoints;

/// <summary>Carries a process's calls to storage, and holds one of them, and all after it, until it is let go.</summary>
/// <param name="at">Before which call it stops, from 1; 0: before none.</param>
/// <param name="onlyWrites">Counts, and stops before, only what may change something.</param>
internal sealed class PausingTransport(int at, bool onlyWrites) : HttpPipelineTransport
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
        var isCounted = !onlyWrites || message.Request.Method != RequestMethod.Get;
        if (isCounted && Interlocked.Increment(ref _calls) >= at && at > 0)
        {
            _stopped.TrySetResult();
            await Eventually.ComesAsync("the process goes on", _goes.Task);
            await SendAsync(message);
            return;
        }
        await s_inner.ProcessAsync(message);
    }

    // This is a slow process, not a call that times out: the time that the client gives a try is over, and does not count.
    private static async Task SendAsync(HttpMessage message)
    {
        var own = new HttpMessage(message.Request, message.ResponseClassifier);
        await s_inner.ProcessAsync(own);
        if (own.Response.ContentStream is { } content)
        {
            var read = new MemoryStream();
            await content.CopyToAsync(read);
            read.Position = 0;
            own.Response.ContentStream = read;
        }
        message.Response = own.Response;
    }
}
