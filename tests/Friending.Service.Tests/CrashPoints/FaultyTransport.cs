using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Friending.Service.Tests.CrashPoints;

/// <summary>Carries a process's calls to storage, counts the attempts, and lets one of them go wrong.</summary>
/// <param name="at">Which attempt, from 1; 0: none.</param>
/// <param name="fault">What goes wrong with it.</param>
/// <param name="onlyWrites">Counts and spoils only what may change something.</param>
internal sealed class FaultyTransport(int at, StorageFault fault, bool onlyWrites) : HttpPipelineTransport
{
    private static readonly HttpClientTransport s_inner = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _attempts;

    /// <summary>How many attempts there were.</summary>
    internal int Attempts => _attempts;

    /// <summary>Completes when the process has ended.</summary>
    internal Task Ended => _ended.Task;

    /// <inheritdoc/>
    public override Request CreateRequest() => s_inner.CreateRequest();

    /// <inheritdoc/>
    public override void Process(HttpMessage message) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message)
    {
        // Of a process that has ended nothing is heard again.
        if (_ended.Task.IsCompleted)
            await NeverAsync();
        var isCounted = !onlyWrites || message.Request.Method != RequestMethod.Get;
        if (!isCounted || Interlocked.Increment(ref _attempts) != at)
        {
            await s_inner.ProcessAsync(message);
            return;
        }
        if (fault is StorageFault.AnswerLost or StorageFault.TimesOut or StorageFault.EndsAfter)
            await s_inner.ProcessAsync(message);
        switch (fault)
        {
            case StorageFault.NeverArrives or StorageFault.AnswerLost:
                throw new RequestFailedException("The connection was closed.", new IOException());
            case StorageFault.TimesOut:
                throw new TaskCanceledException("The answer did not come in time.");
            case StorageFault.EndsBefore or StorageFault.EndsAfter:
                _ended.TrySetResult();
                await NeverAsync();
                break;
            default:
                message.Response = new Answer(fault switch
                {
                    StorageFault.Changed => 412,
                    StorageFault.Throttled => 429,
                    StorageFault.Failed => 500,
                    _ => 503,
                });
                break;
        }
    }

    private static Task NeverAsync() => new TaskCompletionSource().Task;

    private sealed class Answer(int status) : Response
    {
        public override int Status => status;

        public override string ReasonPhrase => "";

        public override Stream? ContentStream { get; set; } = new MemoryStream();

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => false;

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => [];

        protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
        {
            value = null;
            return false;
        }

        protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = null;
            return false;
        }
    }
}
