using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Friending.Service.Requests;
using Friending.Service.Storage;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Intake;

/// <summary>
/// Puts each refused message on the poison queue once, however often it is delivered and whatever stops when.
/// </summary>
/// <remarks>
/// <para>
/// Queues have no transactions and let nobody choose a message's id, so a row in the table of request keys stands for the
/// entry: it is claimed for a while, the entry is sent, the row is marked as sent. Whoever finds it marked does nothing;
/// whoever finds it claimed waits; whoever finds the claim lapsed takes it over and first searches the poison queue, since
/// the one before may have died after sending. The entry is sent without the client's own retries, which could send twice.
/// Retention deletes the row with the keys of its day, and with it what did not fit into the entry.
/// </para>
/// <para>
/// Two entries can come about only if a process is suspended for longer than its claim lasts between claiming and
/// sending, or if somebody holds entries invisible all the while they are searched. Both have the same id.
/// </para>
/// </remarks>
public sealed class PoisonEntries(StorageAccount account, TimeProvider time, ILogger<PoisonEntries> logger)
{
    // A send takes one network time-out (5 s) at most.
    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_searchVisibility = TimeSpan.FromSeconds(5);
    private const int MaxSearches = 6;
    private const int MaxMessageBytes = 64 * 1024;
    private const int MaxPropertyBytes = 64 * 1024;
    private const string Sending = "sending";
    private const string Sent = "sent";

    private readonly TableClient _rows = account.Table(TableNames.RequestKeys);
    private readonly QueueClient _queue = account.QueueWithoutRetries(QueueNames.RequestsPoison);

    /// <summary>The id of the entry for this content.</summary>
    public static string IdOf(params string?[] content) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("poison\n" + string.Join('\n', content))));

    /// <summary>How many entries wait, as the queue service counts: never too few.</summary>
    public async Task<int> CountAsync(CancellationToken cancellation)
    {
        QueueProperties properties = await _queue.GetPropertiesAsync(cancellation);
        return properties.ApproximateMessagesCount;
    }

    /// <summary>The whole text of a message that its entry holds a part of; null if its row is gone.</summary>
    internal async Task<string?> WholeMessageAsync(string id, CancellationToken cancellation)
    {
        if (await _rows.FindAsync(RequestKeyStore.PartitionOf(id), id, cancellation) is not { } row
            || row.GetBinary("Message") is not { } first)
            return null;
        var parts = Enumerable.Range(2, row.Count).Select(i => row.GetBinary(FormattableString.Invariant($"Message{i}")))
            .TakeWhile(p => p is not null);
        return Encoding.UTF8.GetString([.. first, .. parts.SelectMany(p => p!)]);
    }

    /// <summary>
    /// Makes sure that the entry is, or for this very message was, on the queue. False if it was there already. An entry
    /// that has been taken away and whose content is sent again, in another message, is a new one.
    /// </summary>
    public async Task<bool> AddOnceAsync(PoisonEntry entry, CancellationToken cancellation)
    {
        await _rows.UpsertEntityAsync(RequestKeyStore.DayRowOf(entry.Id, time.GetUtcNow()), TableUpdateMode.Replace, cancellation);
        while (true)
        {
            var claim = new TableEntity(RequestKeyStore.PartitionOf(entry.Id), entry.Id)
            {
                ["State"] = Sending,
                ["Until"] = time.GetUtcNow() + s_claim,
                ["MessageId"] = entry.MessageId,
            };
            var (etag, mustSearch) = (await _rows.TryAddAsync(claim, cancellation), false);
            if (etag is null)
            {
                TableEntity known =
                    await _rows.GetEntityAsync<TableEntity>(claim.PartitionKey, claim.RowKey, cancellationToken: cancellation);
                mustSearch = known.GetString("State") == Sending;
                if (mustSearch && known.GetDateTimeOffset("Until") > time.GetUtcNow())
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
                    continue;
                }
                if (!mustSearch && (known.GetString("MessageId") == entry.MessageId || await IsWaitingAsync(known, cancellation)))
                    return false;
                if (mustSearch)
                    claim["Until"] = time.GetUtcNow() + s_claim + s_searchVisibility * MaxSearches;
                etag = await _rows.TryUpdateAsync(claim, known.ETag, TableUpdateMode.Replace, cancellation);
                if (etag is null)
                    continue;
            }
            return await SendAsync(entry, claim, etag.Value, mustSearch, cancellation);
        }
    }

    private async Task<bool> SendAsync(PoisonEntry entry, TableEntity claim, ETag etag, bool mustSearch, CancellationToken cancellation)
    {
        var found = mustSearch ? await SearchAsync(entry.Id, cancellation) : null;
        var (id, receipt) = (found?.MessageId, found?.PopReceipt);
        if (found is null)
        {
            var body = Encode(entry, out var whole);
            if (whole is not null)
                etag = (await _rows.UpdateEntityAsync(WithMessage(claim, whole), etag, TableUpdateMode.Merge,
                    cancellation)).Headers.ETag!.Value;
            SendReceipt sent =
                await _queue.SendMessageAsync(BinaryData.FromBytes(body), visibilityTimeout: null, QueueNames.NeverExpires, cancellation);
            (id, receipt) = (sent.MessageId, sent.PopReceipt);
        }
        claim["State"] = Sent;
        claim["PoisonMessageId"] = id;
        claim["PopReceipt"] = receipt;
        await _rows.UpdateEntityAsync(claim, etag, TableUpdateMode.Merge, cancellation);
        return found is null;
    }

    // Asks for a change that changes nothing: an entry that is there says so, or that somebody else has a newer receipt for it.
    private async Task<bool> IsWaitingAsync(TableEntity row, CancellationToken cancellation)
    {
        try
        {
            await _queue.UpdateMessageAsync(row.GetString("PoisonMessageId"), row.GetString("PopReceipt"), (BinaryData?)null, TimeSpan.Zero,
                cancellation);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.PopReceiptMismatch)
        {
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.MessageNotFound)
        {
            return false;
        }
    }

    // Every entry has to be seen, so they are fetched, which hides them for some seconds; peeking shows only the first.
    private async Task<QueueMessage?> SearchAsync(string id, CancellationToken cancellation)
    {
        for (var search = 0; search < MaxSearches; search++)
        {
            var seen = new HashSet<string>();
            int before;
            do
            {
                QueueMessage[] messages = await _queue.ReceiveMessagesAsync(_queue.MaxPeekableMessages, s_searchVisibility, cancellation);
                if (Array.Find(messages, m => HasId(m, id)) is { } found)
                    return found;
                before = seen.Count;
                seen.UnionWith(messages.Select(m => m.MessageId));
            }
            while (seen.Count > before);
            // Others may hide some of them, as another search does.
            if (seen.Count >= await CountAsync(cancellation))
                return null;
            await Task.Delay(s_searchVisibility, cancellation);
        }
        logger.PoisonSearchInconclusive(id);
        return null;
    }

    private static bool HasId(QueueMessage message, string id) => PoisonEntry.Read(message.Body)?.Id == id;

    // What does not fit a queue message is kept in the row: nothing is lost.
    private static byte[] Encode(PoisonEntry entry, out byte[]? whole)
    {
        whole = null;
        var body = JsonSerializer.SerializeToUtf8Bytes(entry, ServiceJson.Web.PoisonEntry);
        for (var length = entry.Message?.Length ?? 0; body.Length > MaxMessageBytes && length > 0; length /= 2)
        {
            whole ??= Encoding.UTF8.GetBytes(entry.Message!);
            var cut = entry with { Message = entry.Message![..length], Cut = true };
            body = JsonSerializer.SerializeToUtf8Bytes(cut, ServiceJson.Web.PoisonEntry);
        }
        return body;
    }

    // In as many properties as it takes: Message, Message2, … What was no UTF-8 is up to three times as
    // long as text as it was on the queue.
    private static TableEntity WithMessage(TableEntity claim, byte[] whole)
    {
        var row = new TableEntity(claim);
        foreach (var (i, part) in whole.Chunk(MaxPropertyBytes).Index())
            row[i == 0 ? "Message" : FormattableString.Invariant($"Message{i + 1}")] = part;
        return row;
    }
}
