using System.Diagnostics;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Friending.LocalHost;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Storage;

namespace Friending.Benchmarks;

/// <summary>Messages through the pump and the intake, beside a loop that receives, writes two rows in a transaction and deletes.</summary>
internal static class QueueThroughput
{
    private const string Item = "5";

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        // An emulator's queue slows down with what has gone through it, until it takes nothing within the time that a call may take.
        var emulators = new List<SideBySide>();
        for (var emulator = 0; emulator < (table.IsShort ? 1 : 5); emulator++)
            emulators.Add(await MeasureEmulatorAsync(table, emulator == 0));
        double Median(Func<SideBySide, double> figure) => SideBySide.Median(emulators.Select(figure));
        table.AtLeast(
            Item, "messages a second", $"{Median(e => e.Medians[0]):N0}/s", $"bare loop {Median(e => e.Medians[1]):N0}/s",
            Median(e => e.Ratios[0]) * 100, 80, "%");
    }

    private static async Task<SideBySide> MeasureEmulatorAsync(PerformanceTable table, bool first)
    {
        await using var service = await EmulatedService.StartAsync();
        var queue = service.Storage.Queue(QueueNames.Requests);
        // Decided once beforehand, so that the policy is kept and the rows to write are known.
        var taken = await service.Get<RequestIntake>()
            .TakeAsync(Guid.NewGuid().ToString(), 1, DateTimeOffset.UtcNow, new(SampleRequest.Body), CancellationToken.None);
        var kept = await service.Get<DecisionStore>().FindAsync(taken.Decision!.Value, CancellationToken.None);
        var bare = BareTransaction.Of(service.Storage, kept!.Decision);
        var messages = table.IsShort ? 200 : 400;
        if (first)
        {
            using var trips = new RoundTrips();
            await service.Get<RequestIntake>()
                .TakeAsync(Guid.NewGuid().ToString(), 1, DateTimeOffset.UtcNow, new(SampleRequest.Body), CancellationToken.None);
            table.Exactly(Item, "round trips of a message, besides receiving and deleting", trips.Count, 1, "");
        }
        await PumpAsync();
        await LoopAsync();
        return await SideBySide.MeasureAsync(3, PumpAsync, LoopAsync);

        async Task<double> PumpAsync()
        {
            await FillAsync(queue, messages);
            var left = messages;
            var done = new TaskCompletionSource();
            var intake = service.Get<RequestIntake>();
            using var pump = new QueuePump(
                queue,
                async m =>
                {
                    var result = await intake.TakeAsync(m.MessageId, m.DequeueCount, m.InsertedOn, m.Body, CancellationToken.None);
                    if (result.Decision is null)
                        done.TrySetException(new InvalidOperationException($"A message was refused: {result.Refused}"));
                    if (Interlocked.Decrement(ref left) == 0)
                        done.TrySetResult();
                },
                new(), Microsoft.Extensions.Logging.Abstractions.NullLogger<QueuePump>.Instance);
            var watch = Stopwatch.StartNew();
            await pump.StartAsync(CancellationToken.None);
            await done.Task;
            // Ends once the last messages are deleted too.
            await pump.StopAsync(CancellationToken.None);
            return messages / watch.Elapsed.TotalSeconds;
        }

        async Task<double> LoopAsync()
        {
            await FillAsync(queue, messages);
            var watch = Stopwatch.StartNew();
            var working = new List<Task>();
            for (var left = messages; left > 0;)
            {
                QueueMessage[] received = await queue.ReceiveMessagesAsync(QueueSettings.BatchSize, QueueSettings.WorkingTimeout);
                left -= received.Length;
                working.AddRange(received.Select(HandleAsync));
                while (working.Count > QueueSettings.NewBatchThreshold)
                    working.Remove(await Task.WhenAny(working));
            }
            await Task.WhenAll(working);
            return messages / watch.Elapsed.TotalSeconds;
        }

        async Task HandleAsync(QueueMessage message)
        {
            await bare.RunAsync();
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
    }

    private static Task FillAsync(QueueClient queue, int messages) => Parallel.ForAsync(
        0, messages, new ParallelOptions { MaxDegreeOfParallelism = 8 },
        async (_, cancellation) => await queue.SendMessageAsync(SampleRequest.Body, cancellation));
}
