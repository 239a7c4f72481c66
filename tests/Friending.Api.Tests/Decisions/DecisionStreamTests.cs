using Azure.Data.Tables;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Measures the memory of the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(DecisionStreamTests), DisableParallelization = true)]
[Collection(nameof(DecisionStreamTests))]
public sealed class DecisionStreamTests(AppFixture app)
{
    // Bytes. What the app releases meanwhile of what other tests made it hold is subtracted; all of the many are about ten times this.
    private const long Least = 8 * 1024 * 1024;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_holds_no_more_in_memory_for_six_times_the_decisions()
    {
        using var client = app.Client("only-audit");
        // Even the few are more than a reading holds at once.
        var few = await SeedAsync(2060, 4_000);
        var many = await SeedAsync(2061, 24_000);
        foreach (var mediaType in new[] { MediaTypes.JsonLines, MediaTypes.Csv })
        {
            // Once for what is made only once.
            await PeakAsync(client, 2060, mediaType, few);
            var small = Math.Max(Least, await PeakAsync(client, 2060, mediaType, few));
            var large = await PeakAsync(client, 2061, mediaType, many);

            TestContext.Current.TestOutputHelper?.WriteLine($"{mediaType}: {small / 1024} KiB for {few}, {large / 1024} KiB for {many}");
            Assert.True(large < 2.5 * small, $"{mediaType}: {small} bytes live for {few} decisions, {large} for {many}");
        }
    }

    // Live memory at its highest while a year's stream is read: what a full collection leaves, over what there was before.
    private static async Task<long> PeakAsync(HttpClient client, int year, string mediaType, int expected)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/decisions?from={year}-01-01&to={year + 1}-01-01");
        request.Headers.Accept.Add(new(mediaType));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancelled));
        var (lines, peak) = (0, 0L);
        while (await reader.ReadLineAsync(Cancelled) is not null)
            if (++lines % (expected / 8) == 0)
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
        Assert.Equal(mediaType == MediaTypes.Csv ? expected + 1 : expected, lines);
        return peak;
    }

    // All in one day, the worst case, written a hundred at a time.
    private async Task<int> SeedAsync(int year, int count)
    {
        var noon = new DateTimeOffset(year, 6, 1, 12, 0, 0, TimeSpan.Zero);
        var sample = StoredDecisions.At(noon, department: "Cardiology") with { Note = new string('x', 400) };
        var rows = Enumerable.Range(0, count)
            .Select(i => DecisionRow.For(sample with { Id = DecisionId.NewAt(noon.AddMilliseconds(i)) }, revision: 1))
            .GroupBy(r => r.PartitionKey).SelectMany(g => g.Chunk(100));
        var table = app.Storage.Table(TableNames.Decisions);
        await Parallel.ForEachAsync(rows, Cancelled, async (batch, cancellation) =>
            await table.SubmitTransactionAsync(batch.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r)),
                cancellation));
        return count;
    }
}
