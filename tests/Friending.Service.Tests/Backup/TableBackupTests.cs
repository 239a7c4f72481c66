using System.Buffers;
using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Backup;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Policies;
using Friending.Service.Retention;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>Backups of one account, restored into another that has nothing but the containers, and into the same one.</summary>
public sealed class TableBackupTests : IAsyncLifetime
{
    private static readonly string[] s_blobContainers = [ContainerNames.Audit, ContainerNames.Backups];

    private readonly ServiceFixture _service = new();
    private readonly ServiceFixture _other = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await Task.WhenAll(_service.InitializeAsync().AsTask(), _other.InitializeAsync().AsTask());

    public async ValueTask DisposeAsync() => await Task.WhenAll(_service.DisposeAsync().AsTask(), _other.DisposeAsync().AsTask());

    [Fact]
    public async Task An_empty_account_gets_every_row_every_decision_and_the_same_digest()
    {
        var made = await LifeAsync();
        await _service.Get<AuditSeals>().RunAsync(Cancelled);
        var backup = await _service.Get<TableBackup>().RunAsync(Cancelled);
        await CopyAsync();

        var last = await RestoreAsync(_other, backup.Name);

        Assert.Equal(backup.Tables.Sum(t => t.Rows), last.Rows);
        Assert.All(backup.Tables
            .Where(t => t.Name is TableNames.Decisions or TableNames.Audit or TableNames.Policies or TableNames.Reviews), t =>
            Assert.True(t.Rows > 0, t.Name));
        foreach (var table in TableNames.All.Where(t => t != TableNames.Audit))
            Assert.Equal(await RowsAsync(_service, table), await RowsAsync(_other, table));
        Assert.Equal(
            (await RowsAsync(_service, TableNames.Audit)).Where(r => !IsOfRestore(r)), (await RowsAsync(_other, TableNames.Audit))
            .Where(r => !IsOfRestore(r)));
        foreach (var id in made)
            Assert.Equal(
                Json((await _service.Decisions.FindAsync(id, Cancelled))!), Json((await _other.Decisions.FindAsync(id, Cancelled))!));
        Assert.Equal(await DigestAsync(_service), await DigestAsync(_other));
        Assert.Empty((await _other.Get<AuditCheck>().RunAsync(Cancelled)).Problems);
    }

    [Fact]
    public async Task Who_was_erased_after_the_backup_does_not_come_back()
    {
        var made = await LifeAsync();
        // Events that still wait to be published: of a case that she asks for, and of one that she took and gave back.
        var waiting = StoredDecisions.PendingAt(_service.Time.GetUtcNow(), _service.Get<PolicyDecisionPoint>(), "nina-4711");
        Assert.NotNull(await _service.Decisions.TryAddAsync(waiting, Cancelled));
        await _service.Get<ReviewDesk>().ClaimAsync(made[0], new("nina-4711", "nina-4711"), null, Cancelled);
        await _service.Get<ReviewDesk>().ReleaseAsync(made[0], new("nina-4711", "nina-4711"), null, Cancelled);
        await _service.Get<AuditSeals>().RunAsync(Cancelled);
        var backup = await _service.Get<TableBackup>().RunAsync(Cancelled);
        Assert.Contains("nina-4711", await EverythingAsync(_service), StringComparison.Ordinal);
        Assert.Equal(3, (await EventsAsync(_service)).Count(e => e.Contains("nina-4711", StringComparison.Ordinal)));
        await _service.Get<StaffErasure>().RunAsync("Nina-4711", null, Cancelled);
        Assert.DoesNotContain(
            await EventsAsync(_service),
            e => e.Contains(waiting.Id.ToString(), StringComparison.Ordinal) && e.Contains("nina", StringComparison.OrdinalIgnoreCase));
        await CopyAsync();
        Assert.DoesNotContain("nina", await LogsAsync(_other), StringComparison.OrdinalIgnoreCase);

        var last = await RestoreAsync(_other, backup.Name);

        Assert.Equal(3, last.Erased);
        Assert.DoesNotContain("nina", await EverythingAsync(_other), StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(await EventsAsync(_other));
        Assert.DoesNotContain(await EventsAsync(_other), e => e.Contains("nina", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("rn-1042", await EverythingAsync(_other), StringComparison.Ordinal);
        Assert.Empty((await _other.Get<AuditCheck>().RunAsync(Cancelled)).Problems);
    }

    [Fact]
    public async Task Tables_that_were_lost_come_back_and_what_was_lost_since_the_backup_is_no_forgery()
    {
        var made = await LifeAsync();
        await _service.Get<AuditSeals>().RunAsync(Cancelled);
        var backup = await _service.Get<TableBackup>().RunAsync(Cancelled);
        await LifeAsync();
        await _service.Get<ReviewDesk>().WithdrawAsync(made[0], "rn-1042", null, Cancelled);
        await _service.Relay.RelayAsync(made[0], Cancelled);
        await _service.Get<AuditSeals>().RunAsync(Cancelled);
        foreach (var table in TableNames.All)
            await _service.EmptyAsync(table);
        // As a host that is started again does.
        await _service.Get<AuditTrail>().AppendPolicyAsync(_service.Get<PolicyDecisionPoint>().Reference, Cancelled);
        Assert.NotEmpty((await _service.Get<AuditCheck>().RunAsync(Cancelled)).Problems);

        await RestoreAsync(_service, backup.Name);

        Assert.Equal(DecisionStatus.PendingReview, (await _service.Decisions.FindAsync(made[0], Cancelled))!.Decision.Status);
        Assert.Empty((await _service.Get<AuditCheck>().RunAsync(Cancelled)).Problems);
        await _service.Get<ReviewDesk>().WithdrawAsync(made[0], "rn-1042", null, Cancelled);
        await _service.Relay.RelayAsync(made[0], Cancelled);
        await _service.Get<AuditSeals>().RunAsync(Cancelled);
        Assert.Empty((await _service.Get<AuditCheck>().RunAsync(Cancelled)).Problems);
        // And a forgery of now is one.
        await _service.Storage.Table(TableNames.Decisions).DeleteEntityAsync(
            DecisionKeys.PartitionOf(made[0]), DecisionKeys.RowOf(made[0]), cancellationToken: Cancelled);
        Assert.Contains(
            "was removed", Assert.Single((await _service.Get<AuditCheck>().RunAsync(Cancelled)).Problems).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restore_that_broke_off_goes_on_and_one_that_is_done_or_has_no_empty_account_is_refused()
    {
        await LifeAsync();
        var backup = await _service.Get<TableBackup>().RunAsync(Cancelled);
        await CopyAsync();
        var restore = _other.Get<TableRestore>();
        Assert.Equal(RestoreRefusal.NotEmpty, await _service.Get<TableRestore>().CheckAsync(backup.Name, Cancelled));
        Assert.Equal(RestoreRefusal.NotFound, await restore.CheckAsync("20010101T000000Z", Cancelled));

        await foreach (var progress in restore.RunAsync(backup.Name, "ida", Cancelled))
            if (progress.Table == TableNames.Decisions)
                break;
        Assert.Null(await restore.CheckAsync(backup.Name, Cancelled));
        await RestoreAsync(_other, backup.Name);

        Assert.Equal(await RowsAsync(_service, TableNames.Decisions), await RowsAsync(_other, TableNames.Decisions));
        Assert.Equal(RestoreRefusal.Done, await restore.CheckAsync(backup.Name, Cancelled));
    }

    [Fact]
    public async Task A_backup_that_broke_off_is_not_listed_and_one_that_was_damaged_is_not_taken_for_whole()
    {
        await LifeAsync();
        var backup = await _service.Get<TableBackup>().RunAsync(Cancelled);
        var container = _service.Storage.Container(ContainerNames.Backups);
        await container.GetBlobClient("20260101T000000Z/FriendingDecisions.ndjson").UploadAsync(BinaryData.FromString(""), Cancelled);
        Assert.Equal([backup.Name], (await _service.Get<TableBackup>().ListAsync(Cancelled)).Select(b => b.Name));

        await CopyAsync();
        var file = _other.Storage.Container(ContainerNames.Backups).GetBlobClient($"{backup.Name}/{TableNames.Decisions}.ndjson");
        var text = (await file.DownloadContentAsync(Cancelled)).Value.Content.ToString();
        await file.UploadAsync(
            BinaryData.FromString(text.Replace("Facebook", "Fakebook", StringComparison.Ordinal)), overwrite: true, Cancelled);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => RestoreAsync(_other, backup.Name));
        Assert.Contains(TableNames.Decisions, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_is_the_same_after_it_was_written_and_read_whatever_its_columns()
    {
        var row = new TableEntity("p", "r")
        {
            ["Text"] = "ñ \" \\ \n 🙂",
            ["LooksLikeATime"] = "2026-11-25T15:00:00Z",
            ["Yes"] = true,
            ["Int"] = int.MinValue,
            ["Long"] = long.MaxValue,
            ["Double"] = 0.1,
            ["Nan"] = double.NaN,
            ["Time"] = new DateTimeOffset(2026, 11, 25, 15, 0, 0, TimeSpan.Zero).AddTicks(1),
            ["Id"] = Guid.Parse("01a206a4-5294-78de-ad13-c4e3e0d5b7fc"),
            ["Bytes"] = new byte[] { 0, 255, 7 },
        };

        var read = EntityJson.Read(LineOf(row));

        Assert.Equal(row.Keys.Order(), read.Keys.Order());
        Assert.All(row, c => Assert.Equal(c.Value, read[c.Key]));
        Assert.DoesNotContain('\n', LineOf(row));
    }

    // Decisions that wait, are final, were reviewed and withdrawn, with their outbox, trail, review list and policy.
    private async Task<List<DecisionId>> LifeAsync()
    {
        var policy = _service.Get<PolicyDecisionPoint>();
        await _service.Get<PolicyArchive>().KeepActiveAsync(Cancelled);
        var now = _service.Time.GetUtcNow();
        Decision[] made =
        [
            StoredDecisions.PendingAt(now.AddMinutes(-9), policy), StoredDecisions.PendingAt(now.AddMinutes(-8), policy, "nina-4711"),
            StoredDecisions.PendingAt(now.AddMinutes(-7), policy, "rn-7", language: "es"), StoredDecisions
                .PendingAt(now.AddMinutes(-6), policy),
        ];
        foreach (var decision in made)
            Assert.NotNull(await _service.Decisions.TryAddAsync(decision, Cancelled));
        var desk = _service.Get<ReviewDesk>();
        await desk.ResolveAsync(
            made[2].Id, new() { Resolution = "decline", Reason = "They met at work." }, new("nina-4711", "nina-4711"), null, Cancelled);
        await desk.WithdrawAsync(made[3].Id, "rn-1042", null, Cancelled);
        foreach (var decision in made[..3])
            await _service.Relay.RelayAsync(decision.Id, Cancelled);
        return [.. made.Select(d => d.Id)];
    }

    private static async Task<RestoreProgress> RestoreAsync(ServiceFixture service, string backup)
    {
        var restore = service.Get<TableRestore>();
        Assert.Null(await restore.CheckAsync(backup, Cancelled));
        return await restore.RunAsync(backup, "ida", Cancelled).LastAsync(Cancelled);
    }

    // What azcopy does with both containers.
    private async Task CopyAsync()
    {
        foreach (var name in s_blobContainers)
        {
            var (from, to) = (_service.Storage.Container(name), _other.Storage.Container(name));
            await foreach (var blob in from.GetBlobsAsync(cancellationToken: Cancelled))
            {
                var content = (await from.GetBlobClient(blob.Name).DownloadContentAsync(Cancelled)).Value.Content;
                if (blob.Properties.BlobType == BlobType.Append)
                {
                    await to.GetAppendBlobClient(blob.Name).CreateIfNotExistsAsync(cancellationToken: Cancelled);
                    await to.GetAppendBlobClient(blob.Name).AppendBlockAsync(content.ToStream(), cancellationToken: Cancelled);
                }
                else
                {
                    await to.GetBlobClient(blob.Name).UploadAsync(content, overwrite: true, Cancelled);
                }
            }
        }
    }

    private static string LineOf(TableEntity row)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
            EntityJson.Write(json, row);
        return Encoding.UTF8.GetString(line.WrittenSpan);
    }

    private static async Task<List<string>> RowsAsync(ServiceFixture service, string table) => await service.Storage.Table(table)
        .QueryAsync<TableEntity>(cancellationToken: Cancelled).Select(LineOf).ToListAsync(Cancelled);

    private static async Task<string> EverythingAsync(ServiceFixture service)
    {
        var all = new List<string>();
        // The outbox holds an event until it is relayed, and is not erased.
        foreach (var table in TableNames.All)
            all.AddRange((await RowsAsync(service, table)).Where(r => !r.Contains("\"RowKey\":\"o|", StringComparison.Ordinal)));
        return string.Join('\n', all);
    }

    private static async Task<List<string>> EventsAsync(ServiceFixture service) =>
        [.. (await RowsAsync(service, TableNames.Decisions)).Where(r => r.Contains("\"RowKey\":\"o|", StringComparison.Ordinal))];

    private static async Task<string> LogsAsync(ServiceFixture service)
    {
        var container = service.Storage.Container(ContainerNames.Audit);
        var all = new List<string>();
        await foreach (var blob in container.GetBlobsAsync(cancellationToken: Cancelled))
            all.Add((await container.GetBlobClient(blob.Name).DownloadContentAsync(Cancelled)).Value.Content.ToString());
        Assert.NotEmpty(all);
        return string.Join('\n', all);
    }

    // The trail goes on after a restore.
    private static bool IsOfRestore(string row) =>
        row.Contains("\"RowKey\":\"head\"", StringComparison.Ordinal) || row.Contains("backup.restored", StringComparison.Ordinal)
            || row.Contains("staff.erased", StringComparison.Ordinal);

    private static string Json(StoredDecision stored) =>
        $"{stored.Revision} {JsonSerializer.Serialize(stored.Decision, ServiceJson.Web.Decision)}";

    private static async Task<string> DigestAsync(ServiceFixture service)
    {
        var week = IsoWeek.Of(service.Time.GetUtcNow(), TimeZoneInfo.Utc);
        var digests = await service.Get<DigestComposer>().ComposeAsync(week, new DigestOptions { Threshold = 1 }.Audiences(), Cancelled);
        return string.Join('\n', digests.Select(d => JsonSerializer.Serialize(d with { TakenAt = default }, ServiceJson.Web.Digest)));
    }
}
