using Azure.Core;
using Azure.Core.Pipeline;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>
/// Lets several hosts run against storage with one request on its way at a time, in an order drawn at random: so a case visits
/// an interleaving of their requests that hardly ever comes about by itself.
/// </summary>
internal sealed class TurnTaking(Random random)
{
    private readonly Lock _gate = new();
    private readonly List<(Host Host, TaskCompletionSource Turn)> _waiting = [];
    private readonly SemaphoreSlim _changed = new(0);
    private readonly List<(Host Host, Task Work)> _running = [];

    /// <summary>A host: its requests wait for their turn, and at a random one it may be killed.</summary>
    internal sealed class Host(TurnTaking turns, double deathRate) : HttpPipelineTransport, IDisposable
    {
        private readonly HttpClientTransport _inner = new();

        public override Request CreateRequest() => _inner.CreateRequest();

        public override void Process(HttpMessage message) => throw new NotSupportedException();

        public override async ValueTask ProcessAsync(HttpMessage message)
        {
            await turns.WaitAsync(this);
            // Before the request reaches storage, or before its answer comes back.
            if (turns.Draws(deathRate))
                await turns.KillAsync(this);
            await _inner.ProcessAsync(message);
            if (turns.Draws(deathRate))
                await turns.KillAsync(this);
        }

        public void Dispose() => _inner.Dispose();
    }

    /// <summary>Starts work of a host.</summary>
    internal void Start(Host host, Func<Task> work)
    {
        lock (_gate)
        {
            var running = Task.Run(work);
            _running.Add((host, running));
            // Told when the task has ended, not at the end of the work: a look in between would find it running, and none followed.
            running.ContinueWith(_ => _changed.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Gives turns until all work has ended.</summary>
    internal async Task RunAsync()
    {
        while (true)
        {
            TaskCompletionSource? turn = null;
            Task? failed;
            bool isOver;
            lock (_gate)
            {
                failed = _running.Select(r => r.Work).FirstOrDefault(w => w.IsFaulted);
                _running.RemoveAll(r => r.Work.IsCompletedSuccessfully);
                isOver = _running.Count == 0;
                // Only once everybody waits: then the draw is over all of them.
                if (!isOver && _running.All(r => _waiting.Any(w => w.Host == r.Host)))
                {
                    var next = random.Next(_waiting.Count);
                    turn = _waiting[next].Turn;
                    _waiting.RemoveAt(next);
                }
            }
            if (failed is not null)
                await failed;
            if (isOver)
                return;
            if (turn is not null)
                turn.SetResult();
            else if (!await _changed.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken))
                throw new TimeoutException("Some work neither ended nor asked anything of storage.");
        }
    }

    private bool Draws(double rate)
    {
        lock (_gate)
            return random.NextDouble() < rate;
    }

    // As a process that is killed: nothing more happens in it.
    private Task KillAsync(Host host)
    {
        lock (_gate)
        {
            _running.RemoveAll(r => r.Host == host);
            _waiting.RemoveAll(w => w.Host == host);
        }
        _changed.Release();
        return new TaskCompletionSource().Task;
    }

    private Task WaitAsync(Host host)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
            _waiting.Add((host, turn));
        _changed.Release();
        return turn.Task;
    }
}
