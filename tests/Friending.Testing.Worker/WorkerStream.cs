using System.Collections.Concurrent;
using System.Threading.Channels;
using Friending.Testing.Worker.Rpc;
using Grpc.Core;

namespace Friending.Testing.Worker;

/// <summary>The stream between the host and its one worker: sends what the host asks, and hands each answer to whoever asked.</summary>
internal sealed class WorkerStream : FunctionRpc.FunctionRpcBase
{
    private readonly Channel<StreamingMessage> _outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _asked = new();
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _ended;

    /// <summary>The id that the worker states when it opens the stream.</summary>
    public Task<string> Started => _started.Task;

    /// <summary>What the worker has logged to the host.</summary>
    public ConcurrentQueue<RpcLog> Logs { get; } = new();

    /// <inheritdoc/>
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        var sending = SendAsync(responseStream, context.CancellationToken);
        try
        {
            await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
                Take(message);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The worker is gone; whoever waits for it is told below.
        }
        finally
        {
            _ended = true;
            _outgoing.Writer.TryComplete();
            foreach (var asked in _asked.Values)
                asked.TrySetException(new WorkerGoneException());
            await sending;
        }
    }

    /// <summary>Sends a message without waiting for an answer.</summary>
    public void Tell(StreamingMessage message) => _outgoing.Writer.TryWrite(message);

    /// <summary>Sends a message and waits for the answer to it.</summary>
    /// <exception cref="WorkerGoneException">The worker has ended before it answered.</exception>
    public async Task<StreamingMessage> AskAsync(StreamingMessage message)
    {
        message.RequestId = Guid.NewGuid().ToString();
        var answer = new TaskCompletionSource<StreamingMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[message.RequestId] = answer;
        if (_ended || !_outgoing.Writer.TryWrite(message))
            answer.TrySetException(new WorkerGoneException());
        return await Eventually.ComesAsync($"the worker's answer to {message.ContentCase}", answer.Task);
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.StartStream:
                _started.TrySetResult(message.StartStream.WorkerId);
                break;
            case StreamingMessage.ContentOneofCase.RpcLog:
                Logs.Enqueue(message.RpcLog);
                break;
            default:
                if (_asked.TryRemove(message.RequestId, out var asked))
                    asked.TrySetResult(message);
                break;
        }
    }

    private async Task SendAsync(IServerStreamWriter<StreamingMessage> responses, CancellationToken cancellation)
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(cancellation))
                await responses.WriteAsync(message, cancellation);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or OperationCanceledException)
        {
            // The worker is gone.
        }
    }
}

/// <summary>The worker has ended while an answer of its was awaited.</summary>
internal sealed class WorkerGoneException() : Exception("The worker has ended before it answered.");
