using Azure.Data.Tables;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>Decisions in numbers, for measurements.</summary>
internal static class ManyDecisions
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Writes decisions of every combination of facts, spread over days from the one after <paramref name="start"/> on, in
    /// transactions of a hundred.</summary>
    /// <returns>The end of the last day.</returns>
    internal static async Task<DateTimeOffset> KeepAsync(StorageAccount account, PolicyDecisionPoint policy, DateTimeOffset start,
        int count, int perDay)
    {
        var table = account.Table(TableNames.Decisions);
        var patterns = await PatternsAsync(account, table, policy, start);
        var rows = Enumerable.Range(0, count).Select(i =>
        {
            var id = DecisionId.NewAt(start.AddDays(1 + i / perDay).AddTicks(i % perDay * (TimeSpan.TicksPerDay / perDay)));
            return new TableEntity(patterns[i % patterns.Count])
            {
                PartitionKey = DecisionKeys.PartitionOf(id),
                RowKey = DecisionKeys.RowOf(id),
                [nameof(DecisionRow.StaffId)] = FormattableString.Invariant($"rn-{i % 997}"),
            };
        });
        var transactions = rows.GroupBy(r => r.PartitionKey).SelectMany(p => p.Chunk(100));
        await Parallel.ForEachAsync(transactions, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancelled },
            async (chunk, cancellation) =>
            await table.SubmitTransactionAsync(chunk.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r)),
                cancellation));
        return start.AddDays(2 + (count - 1) / perDay);
    }

    // Rows as the store itself writes them, less the document, which a replay does not read.
    private static async Task<List<TableEntity>> PatternsAsync(StorageAccount account, TableClient table, PolicyDecisionPoint policy,
        DateTimeOffset start)
    {
        var store = new DecisionStore(account, new());
        var patterns = new List<TableEntity>();
        foreach (var (patient, direction, unusual) in
            from p in policy.Facts[policy.Facts.IndexOf("patient")].Values
            from d in policy.Facts[policy.Facts.IndexOf("direction")].Values
            from u in policy.Facts[policy.Facts.IndexOf("unusual")].Values
            select (p.Value, d.Value, u.Value))
        {
            var stated = new Dictionary<string, string>
            {
                ["patient"] = patient,
                ["direction"] = direction,
                ["unusual"] = unusual,
                ["careRole"] = "yes",
                ["predatesCare"] = "no",
                ["breaksBread"] = "no",
                ["colleague"] = "no",
            };
            var answer = Answers.For(policy, FactBinding.Of(policy.Facts, stated, [], fillDefaults: true).Facts, "en");
            var decision = StoredDecisions.At(
                start.AddYears(1), answer.Outcome!, answer.Outcome == "review" ? DecisionStatus.PendingReview : DecisionStatus.Final) with
            {
                Facts = answer.Facts,
                Policy = answer.Policy,
            };
            await store.TryAddAsync(decision, Cancelled);
            TableEntity row = await table.GetEntityAsync<TableEntity>(DecisionKeys.PartitionOf(decision.Id),
                DecisionKeys.RowOf(decision.Id), cancellationToken: Cancelled);
            row.Remove("Document");
            row.Remove("odata.etag");
            row.Remove("Timestamp");
            patterns.Add(row);
        }
        return patterns;
    }
}
