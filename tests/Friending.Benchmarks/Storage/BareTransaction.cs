using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Benchmarks;

/// <summary>Two rows like those of a decision in one transaction and a third beside it, by the same client: what
/// a decision costs at least.</summary>
internal sealed class BareTransaction
{
    private readonly TableClient _table;
    private readonly TableClient _byStaff;
    private readonly TableEntity _decision;
    private readonly TableEntity _outbox;

    private BareTransaction(TableClient table, TableClient byStaff, TableEntity decision, TableEntity outbox) =>
        (_table, _byStaff, _decision, _outbox) = (table, byStaff, decision, outbox);

    /// <summary>With the rows of a decision that was made just now.</summary>
    internal static BareTransaction Of(StorageAccount account, Decision decision)
    {
        var row = DecisionRow.For(decision, 1);
        return new(
            account.Table(TableNames.Decisions), account.Table(TableNames.ByStaff), row,
            OutboxRow.RowFor(decision.Id, DecisionEvents.Made, row.GetString("Document")));
    }

    internal async Task RunAsync()
    {
        var id = DecisionId.NewAt(DateTimeOffset.UtcNow);
        var partition = DecisionKeys.PartitionOf(id);
        var listing = _byStaff.UpsertEntityAsync(
            new TableEntity("0123456789abcdef0123456789abcdef", id.ToString()), TableUpdateMode.Replace);
        await _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity(_decision) { PartitionKey = partition, RowKey = DecisionKeys.RowOf(id) }),
            new(TableTransactionActionType.Add,
                new TableEntity(_outbox) { PartitionKey = partition, RowKey = DecisionKeys.OutboxRowOf(id, "made") }),
        ]);
        await listing;
    }
}
