using System.Collections.Concurrent;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Friending.Service.Intake;
using Friending.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>The pump on a real queue, with handlers of the tests' own.</summary>
public sealed class QueuePumpTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly QueuePace s_quick = new()
    {
        WorkingTimeout = TimeSpan.FromSeconds(2),
        VisibilityTimeout = TimeSpan.Zero,
        MinPollingInterval = TimeSpan.FromMilliseconds(20),
        MaxPollingInterval = TimeSpan.FromMilliseconds(200),
    };

    private readonly QueueClient _queue = azurite.CreateQueueServiceClient().GetQueueClient($"pumped-{Guid.NewGuid():N}");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _queue.CreateAsync(cancellationToken: Cancellation);

    public async ValueTask DisposeAsync() => await _queue.DeleteAsync(CancellationToken.None);

    [Fact]
    public async Task A_message_that_is_worked_on_for_longer_than_its_time_out_is_given_to_nobody_else()
    {
        await _queue.SendMessageAsync("slow", Cancellation);
        var (started, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        var deliveries = 0;
        using var pump = Pump(async _ =>
        {
            Interlocked.Increment(ref deliveries);
            started.TrySetResult();
            await Eventually.ComesAsync("the end of the work", finish.Task);
        });
        await pump.StartAsync(Cancellation);
        await Eventually.ComesAsync("the message is worked on", started.Task);

        // Others ask for it all the while, over several time-outs.
        for (var asked = 0; asked < 35; asked++)
        {
            Assert.Null((await _queue.ReceiveMessageAsync(TimeSpan.FromSeconds(1), Cancellation)).Value);
            await Task.Delay(s_quick.WorkingTimeout / 10, Cancellation);
        }
        finish.SetResult();

        await Eventually.IsSoAsync("the queue is empty", async () => await LengthAsync() == 0);
        Assert.Equal(1, deliveries);
    }

    [Fact]
    public async Task A_message_that_fails_comes_again_until_it_does_not()
    {
        await _queue.SendMessageAsync("stubborn", Cancellation);
        var tries = new ConcurrentQueue<long>();
        using var pump = Pump(m =>
        {
            tries.Enqueue(m.DequeueCount);
            return m.DequeueCount < QueueSettings.MaxDequeueCount ? throw new InvalidOperationException("Not yet.") : Task.CompletedTask;
        });

        await pump.StartAsync(Cancellation);
        await Eventually.IsSoAsync("the queue is empty", async () => await LengthAsync() == 0);

        Assert.Equal([1, 2, 3, 4, 5], tries);
    }

    [Fact]
    public async Task A_batch_is_fetched_when_no_more_than_half_of_one_is_still_worked_on()
    {
        for (var n = 0; n < 60; n++)
            await _queue.SendMessageAsync($"{n}", Cancellation);
        var gates = new ConcurrentQueue<TaskCompletionSource>();
        using var pump = Pump(_ =>
        {
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            gates.Enqueue(gate);
            return gate.Task;
        });
        await pump.StartAsync(Cancellation);

        await Eventually.IsSoAsync("a batch is fetched", () => gates.Count >= QueueSettings.BatchSize);
        Release(gates, QueueSettings.BatchSize - QueueSettings.NewBatchThreshold - 1);
        await Task.Delay(s_quick.MaxPollingInterval * 3, Cancellation);
        Assert.Equal(QueueSettings.BatchSize, gates.Count);

        Release(gates, QueueSettings.BatchSize - QueueSettings.NewBatchThreshold);
        await Eventually.IsSoAsync("the next batch is fetched", () => gates.Count > QueueSettings.BatchSize);
        await Task.Delay(s_quick.MaxPollingInterval * 3, Cancellation);
        Assert.Equal(2 * QueueSettings.BatchSize, gates.Count);

        // The rest, one batch after the other.
        await Eventually.IsSoAsync("all are handled", async () =>
        {
            Release(gates, gates.Count);
            return await LengthAsync() == 0;
        });
        Assert.Equal(60, gates.Count);
    }

    [Fact]
    public async Task After_an_idle_time_the_next_message_is_fetched_within_the_longest_pause()
    {
        var taken = new TaskCompletionSource();
        using var pump = Pump(_ =>
        {
            taken.TrySetResult();
            return Task.CompletedTask;
        });
        await pump.StartAsync(Cancellation);
        await Task.Delay(s_quick.MaxPollingInterval * 5, Cancellation);

        await _queue.SendMessageAsync("late", Cancellation);

        await Eventually.ComesAsync("the late message is taken", taken.Task);
        await Eventually.IsSoAsync("the queue is empty", async () => await LengthAsync() == 0);
    }

    private QueuePump Pump(Func<QueueMessage, Task> take) => new(_queue, take, s_quick, NullLogger<QueuePump>.Instance);

    private static void Release(ConcurrentQueue<TaskCompletionSource> gates, int count)
    {
        foreach (var gate in gates.Take(count))
            gate.TrySetResult();
    }

    private async Task<int> LengthAsync()
    {
        QueueProperties properties = await _queue.GetPropertiesAsync(Cancellation);
        return properties.ApproximateMessagesCount;
    }
}
