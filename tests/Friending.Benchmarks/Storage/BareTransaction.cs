using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;

namespace Friending.Benchmarks;

/// <summary>Two rows like those of a decision in one transaction, by the same client, and nothing else: what a decision costs at least.</summary>
internal sealed class BareTransaction
{
    private readonly TableClient _table;
    private readonly TableEntity _decision;
    private readonly TableEntity _outbox;

    private BareTransaction(TableClient table, TableEntity decision, TableEntity outbox) => (_table, _decision, _outbox) = (table, decision, outbox);

    /// <summary>With the rows of a decision that was made just now.</summary>
    internal static BareTransaction Of(StorageAccount account, Decision decision)
    {
        var row = DecisionRow.For(decision, 1);
        return new(account.Table(TableNames.Decisions), row, OutboxRow.RowFor(decision.Id, DecisionEvents.Made, row.GetString("Document")));
    }

    internal async Task RunAsync()
    {
        var id = DecisionId.NewAt(DateTimeOffset.UtcNow);
        var partition = DecisionKeys.PartitionOf(id);
        await _table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity(_decision) { PartitionKey = partition, RowKey = DecisionKeys.RowOf(id) }),
            new(TableTransactionActionType.Add, new TableEntity(_outbox) { PartitionKey = partition, RowKey = DecisionKeys.OutboxRowOf(id, "made") }),
        ]);
    }
}
