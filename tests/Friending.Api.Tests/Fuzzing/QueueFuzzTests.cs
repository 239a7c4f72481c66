using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Friending.Service.Intake;
using Friending.Service.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>Whatever is put on the queue ends, at the first try, as a decision or as an entry of the poison queue, and a
/// refused note is kept nowhere.</summary>
[Collection(nameof(FuzzApp))]
public sealed class QueueFuzzTests(FuzzApp app, ITestOutputHelper output)
{
    private readonly ConcurrentDictionary<string, int> _results = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_is_put_on_the_queue_is_decided_or_refused_at_once()
    {
        var intake = app.Services.GetRequiredService<RequestIntake>();
        await FuzzRun.AllAsync(output, FuzzRun.Cases * 3 / 100, async dice =>
        {
            var body = Message(dice);
            try
            {
                var taken = await intake.TakeAsync(Guid.NewGuid().ToString(), 1, DateTimeOffset.UtcNow, BinaryData.FromBytes(body),
                    CancellationToken.None);
                _results.AddOrUpdate(taken.Refused ?? "decided", 1, (_, n) => n + 1);
                return taken.Decision is null == taken.Refused is null ? $"Neither decided nor refused:\n{Latin1(body)}" : null;
            }
            catch (Exception e)
            {
                return $"{e}\n{Latin1(body)}";
            }
        });
        output.WriteLine(string.Join(", ", _results.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key} {r.Value} times")));
        await AssertNoRefusedNoteIsKeptAsync();
        Assert.Null(app.Log.Leaked);
        foreach (var result in new[] { "decided", PoisonReason.Unreadable, PoisonReason.Invalid, PoisonReason.IdentifyingNote }
            .Where(_ => FuzzRun.MeetsEverything))
            Assert.Contains(result, _results.Keys);
    }

    private static byte[] Message(Dice dice)
    {
        var json = JsonNode.Parse(dice.Pick(GoodRequests.FriendRequests))!;
        if (dice.Percent(20))
            json["idempotencyKey"] = FormattableString.Invariant($"fuzz-{dice.Below(1000)}");
        if (dice.Percent(20))
            json["callback"] = dice.Pick(
                ["https://flows.example.org/x", "http://127.0.0.1:9/", "https://[::1]/", "https://169.254.169.254/latest",
                    "javascript:1", ""]);
        if (dice.Percent(10))
            json["decisionId"] = "0199f000-0000-7000-8000-000000000000";
        if (dice.Percent(20))
            (json["traceparent"], json["tracestate"]) =
                ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", dice.Pick(["a=1", "", ",", new string('a', 600)]));
        var body = Encoding.UTF8.GetBytes(json.ToJsonString());
        for (var changes = dice.Pick([0, 1, 1, 1, 2, 2, 3]); changes > 0; changes--)
            body = JsonMutation.Of(body, dice);
        // What the queue service takes: 64 KiB.
        body = body[..Math.Min(body.Length, 48 * 1024)];
        return dice.Below(4) switch
        {
            0 => Encoding.ASCII.GetBytes(Convert.ToBase64String(body)),
            1 when dice.Percent(20) => JsonMutation.Of(Encoding.ASCII.GetBytes(Convert.ToBase64String(body)), dice),
            _ => body,
        };
    }

    // Everything that all cases of this class, and those of the operations before, have left in tables and queues.
    private async Task AssertNoRefusedNoteIsKeptAsync()
    {
        var storage = app.Services.GetRequiredService<StorageAccount>();
        foreach (var name in TableNames.All)
            await foreach (var row in storage.Table(name).QueryAsync<TableEntity>(cancellationToken: Cancellation))
                foreach (var (column, value) in row)
                    AssertNoNote(value is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{value}", $"{name}.{column}");
        foreach (var name in QueueNames.All)
            while ((await storage.Queue(name)
                .ReceiveMessagesAsync(32, TimeSpan.FromHours(1), Cancellation)).Value is { Length: > 0 } messages)
                foreach (var message in messages)
                    AssertNoNote(message.Body.ToString(), name);
    }

    private static void AssertNoNote(string text, string place) =>
        Assert.False(text.Contains(FuzzRequest.IdentifyingCanary, StringComparison.Ordinal),
            $"{place} holds a note that was refused: {FuzzRequest.Printable(text)}");

    private static string Latin1(byte[] body) => FuzzRequest.Printable(Encoding.Latin1.GetString(body));
}
