using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Friending.LocalHost.Emulators;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>Nothing is lost and nothing done twice, though the host is killed again and again.</summary>
public sealed partial class KilledIntakeTests : IAsyncLifetime
{
    private const int MessageCount = 400;
    private const int Kills = 6;

    private Azurite? _azurite;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _azurite = await Azurite.StartInMemoryAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    [Fact]
    public async Task Every_message_ends_in_one_decision_or_one_poison_entry_and_every_decision_is_told_of()
    {
        var storage = _azurite!.ConnectionString;
        var queues = new QueueServiceClient(storage, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
        var requests = queues.GetQueueClient(QueueNames.Requests);
        await requests.CreateIfNotExistsAsync(cancellationToken: Cancellation);
        var messages = Enumerable.Range(0, MessageCount).Select(n => (Number: n, IsMalformed: n % 10 == 3, Body: BodyOf(n))).ToList();
        // Plain and then as Base64, the second time in another order.
        await Parallel.ForEachAsync(messages, Cancellation, async (m, c) => await requests.SendMessageAsync(m.Body, c));
        await Parallel.ForEachAsync(
            Enumerable.Reverse(messages), Cancellation, async (m, c) =>
                await requests.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(m.Body)), c));

        var random = new Random(7);
        for (var kill = 0; kill < Kills; kill++)
        {
            var left = await LengthAsync(requests);
            using var host = await HostProcess.StartAsync(storage);
            // In the midst of the work: some messages done, others begun.
            await Eventually.IsSoAsync("the host works", async () => await LengthAsync(requests) <= left - 2 * MessageCount / (Kills + 2));
            await Task.Delay(random.Next(30), Cancellation);
            await host.KillAsync();
        }
        Assert.InRange(await LengthAsync(requests), 1, 2 * MessageCount);

        using var last = await HostProcess.StartAsync(storage);
        var table = new TableClient(storage, TableNames.Decisions);
        await Eventually.IsSoAsync(
            "all messages are dealt with and all events are published", async () =>
            await LengthAsync(requests) == 0 && await OutboxAsync(table) == 0);
        await last.KillAsync();

        var decisions = await table.QueryAsync<TableEntity>(
            r => r.RowKey.CompareTo("d|") >= 0 && r.RowKey.CompareTo("d}") < 0, cancellationToken: Cancellation)
            .Select(r => JsonSerializer.Deserialize(r.GetString("Document"), ServiceJson.Web.Decision)!).ToListAsync(Cancellation);
        // Under a key the two are one request.
        var good = messages.Where(m => !m.IsMalformed).SelectMany(m => Enumerable.Repeat($"m-{m.Number}", HasKey(m.Number) ? 1 : 2)).Order()
            .ToList();
        Assert.Equal(good, decisions.Select(d => d.OtherParty!.Reference!).Order());

        var entries = await EntriesAsync(queues.GetQueueClient(QueueNames.RequestsPoison));
        var bad = messages.Where(m => m.IsMalformed).Select(m => m.Number).Order().ToList();
        Assert.Equal(bad, entries.Select(NumberOf).Order());
        Assert.All(entries, e => Assert.Equal(ReasonOf(NumberOf(e)), e.Reason));
        Assert.All(entries, e => Assert.NotEmpty(e.Errors));

        // An event may be there twice, with one id.
        var events = (await DrainAsync(queues.GetQueueClient(QueueNames.Decisions))).Select(
            m => JsonDocument.Parse(m.Body).RootElement.GetProperty("id").GetString()!);
        Assert.Equal(decisions.Select(d => $"{d.Id}/1/made").Order(), events.Distinct().Order());

        var listed = await new TableClient(storage, TableNames.Reviews).QueryAsync<TableEntity>(cancellationToken: Cancellation)
            .Select(r => r.RowKey).ToListAsync(Cancellation);
        var pending = decisions.Where(d => d.Status == DecisionStatus.PendingReview).Select(d => d.Id.ToString()).Order().ToList();
        Assert.NotEmpty(pending);
        Assert.Equal(pending, listed.Order());
    }

    private static string BodyOf(int n)
    {
        var circumstances = n % 3 == 0 ? "" : ""","circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}""";
        var key = HasKey(n) ? $"\"idempotencyKey\":\"key-{n}\"," : "";
        var body = $$"""
            {"staff":{"id":"rn-{{n}}","careRole":true},"platform":"Facebook","direction":"accept",{{key}}
             "otherParty":{"patient":"current","reference":"m-{{n}}"}{{circumstances}}}
            """;
        return ReasonOf(n) switch
        {
            _ when n % 10 != 3 => body,
            PoisonReason.Unreadable => body[..^20],
            PoisonReason.Invalid => body.Replace("current", "perhaps", StringComparison.Ordinal),
            _ => body.Trim()[..^1] + ""","note":"Call 555-867-5309"}""",
        };
    }

    private static bool HasKey(int n) => n % 4 != 0;

    private static string ReasonOf(int n) => (n / 10 % 3) switch
    {
        0 => PoisonReason.Unreadable,
        1 => PoisonReason.Invalid,
        _ => PoisonReason.IdentifyingNote,
    };

    private static int NumberOf(PoisonEntry entry) =>
        int.Parse(StaffId().Match(entry.Message!).Groups[1].Value, CultureInfo.InvariantCulture);

    private static async Task<int> LengthAsync(QueueClient queue)
    {
        QueueProperties properties = await queue.GetPropertiesAsync(Cancellation);
        return properties.ApproximateMessagesCount;
    }

    private static async Task<int> OutboxAsync(TableClient table) => await table
        .QueryAsync<TableEntity>(
            r => r.RowKey.CompareTo("o|") >= 0 && r.RowKey.CompareTo("o}") < 0, select: ["RowKey"], cancellationToken: Cancellation)
        .CountAsync(Cancellation);

    private static async Task<List<PoisonEntry>> EntriesAsync(QueueClient queue)
    {
        var entries = new List<PoisonEntry>();
        // A search of the poison queue may still hide some.
        await Eventually.IsSoAsync("no entry is left on the poison queue", async () =>
        {
            entries.AddRange((await DrainAsync(queue)).Select(m => JsonSerializer.Deserialize(m.Body, ServiceJson.Web.PoisonEntry)!));
            return await LengthAsync(queue) == 0;
        });
        return entries;
    }

    private static async Task<List<QueueMessage>> DrainAsync(QueueClient queue)
    {
        var all = new List<QueueMessage>();
        while ((await queue.ReceiveMessagesAsync(32, TimeSpan.FromMinutes(5), Cancellation)).Value is { Length: > 0 } some)
        {
            all.AddRange(some);
            foreach (var message in some)
                await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancellation);
        }
        return all;
    }

    [GeneratedRegex("rn-([0-9]+)")]
    private static partial Regex StaffId();
}
