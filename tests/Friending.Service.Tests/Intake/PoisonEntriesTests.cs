using System.Text;
using Azure;
using Azure.Data.Tables;
using Friending.Service.Intake;
using Friending.Service.Requests;
using Friending.Service.Storage;
using Xunit;

namespace Friending.Service.Tests;

public sealed class PoisonEntriesTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private PoisonEntries Poison => service.Get<PoisonEntries>();

    [Fact]
    public async Task Many_messages_with_one_content_at_once_make_one_entry()
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        var added = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => AddAsync("many at once", $"m-{n}")));

        Assert.Single(added, isNew => isNew);
        Assert.Single(await service.PoisonAsync());
    }

    [Fact]
    public async Task An_entry_that_was_taken_away_does_not_come_back_for_its_own_message_but_does_for_another()
    {
        await AddAsync("taken away", "first");
        await service.DrainAsync(QueueNames.RequestsPoison);

        Assert.False(await AddAsync("taken away", "first"));
        Assert.Empty(await service.PoisonAsync());
        Assert.True(await AddAsync("taken away", "second"));
        Assert.Single(await service.PoisonAsync());
    }

    [Fact]
    public async Task An_entry_that_somebody_is_looking_at_is_there_all_the_same()
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        await AddAsync("looked at", "first");
        await service.Storage.Queue(QueueNames.RequestsPoison)
            .ReceiveMessagesAsync(32, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        Assert.False(await AddAsync("looked at", "second"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_died_before_or_after_sending_leaves_one_entry_once_the_message_comes_again(bool wasSent)
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        var content = $"died, sent: {wasSent}";
        // More than a peek shows, on either side of the one that is looked for.
        for (var n = 0; n < 40; n++)
            await AddAsync($"before {wasSent} {n}", "other");
        await AddAsync(content, "first");
        for (var n = 0; n < 40; n++)
            await AddAsync($"after {wasSent} {n}", "other");
        await PutBackToSendingAsync(content);
        if (!wasSent)
            await DeleteEntryAsync(content);

        Assert.Equal(!wasSent, await AddAsync(content, "first"));

        // The search hides what it sees for some seconds.
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        var entries = await service.PoisonAsync();
        Assert.Equal(81, entries.Length);
        Assert.Single(entries, e => e.Message == content);
    }

    [Theory]
    // Each character takes two in JSON, so the entry is larger than the largest message.
    [InlineData('"', 60)]
    // What stands for a byte that is no UTF-8 takes three: more than a property holds.
    [InlineData('\uFFFD', 64)]
    public async Task What_does_not_fit_the_queue_is_cut_there_and_whole_in_its_row(char character, int kibi)
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        var large = new string(character, kibi * 1024);
        await AddAsync(large, $"large {kibi}");

        var entry = Assert.Single(await service.PoisonAsync());
        Assert.True(entry.Cut);
        Assert.StartsWith(entry.Message!, large, StringComparison.Ordinal);
        Assert.InRange(entry.Message!.Length, 10_000, large.Length);
        var row = await RowAsync(large);
        Assert.Equal(large, Encoding.UTF8
            .GetString([.. new[] { "Message", "Message2", "Message3", "Message4" }.SelectMany(name => row.GetBinary(name) ?? [])]));
    }

    private Task<bool> AddAsync(string content, string messageId) => Poison.AddOnceAsync(
        new()
        {
            Id = PoisonEntries.IdOf(content),
            Reason = PoisonReason.Unreadable,
            Errors = new Dictionary<string, IReadOnlyList<string>>(),
            Message = content,
            MessageId = messageId,
            Received = service.Time.GetUtcNow(),
            DequeueCount = 1,
        },
        TestContext.Current.CancellationToken);

    private async Task<TableEntity> RowAsync(string content)
    {
        var id = PoisonEntries.IdOf(content);
        return await service.Storage.Table(TableNames.RequestKeys)
            .GetEntityAsync<TableEntity>(RequestKeyStore.PartitionOf(id), id, cancellationToken: TestContext.Current.CancellationToken);
    }

    // As it is between the claim and the mark, with the claim lapsed.
    private async Task PutBackToSendingAsync(string content)
    {
        var row = await RowAsync(content);
        row["State"] = "sending";
        row["Until"] = service.Time.GetUtcNow() - TimeSpan.FromSeconds(1);
        await service.Storage.Table(TableNames.RequestKeys)
            .UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, TestContext.Current.CancellationToken);
    }

    private async Task DeleteEntryAsync(string content)
    {
        var row = await RowAsync(content);
        await service.Storage.Queue(QueueNames.RequestsPoison)
            .DeleteMessageAsync(row.GetString("PoisonMessageId"), row.GetString("PopReceipt"), TestContext.Current.CancellationToken);
    }
}
