using System.Globalization;
using System.Text.Json;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests.Digests.Channels;

public sealed class QueueChannelTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private static readonly DigestAudience s_cardiology = new("Cardiology & Co", "Cardiology & Co", [], CultureInfo.GetCultureInfo("en"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flow_finds_a_CloudEvent_with_the_digest_as_the_service_gives_it()
    {
        var digest = SampleDigests.Department(s_cardiology.Name);

        await Channel().SendAsync(digest, s_cardiology, Cancellation);
        await Channel().SendAsync(digest, s_cardiology, Cancellation);

        var events = await EventsAsync();
        var sent = events[0];
        Assert.Equal("1.0", sent.GetProperty("specversion").GetString());
        Assert.Equal("friending.digest.made", sent.GetProperty("type").GetString());
        Assert.Equal("2026-W47", sent.GetProperty("subject").GetString());
        Assert.Equal(JsonSerializer.Serialize(digest, ServiceJson.Web.Digest), sent.GetProperty("data").GetRawText());
        // Sent again, it is known to be the same.
        Assert.Equal("2026-W47/Cardiology & Co", Assert.Single(events.Select(e => e.GetProperty("id").GetString()).Distinct()));
    }

    [Fact]
    public async Task A_digest_that_is_too_large_for_a_message_is_pointed_to()
    {
        var digest = SampleDigests.Department(s_cardiology.Name);
        digest = digest with
        {
            Breakdowns =
                [new(DigestDimension.Platform,
                    [.. Enumerable.Range(0, 2000).Select(i => new DigestRow($"Platform {i}", DigestFigure.Of(9), DigestFigure.Of(9)))])]
        };

        await Channel().SendAsync(digest, s_cardiology, Cancellation);

        var sent = Assert.Single(await EventsAsync());
        Assert.False(sent.TryGetProperty("data", out _));
        Assert.Equal("/api/digests/2026-W47?audience=Cardiology%20%26%20Co", sent.GetProperty("dataref").GetString());
    }

    [Fact]
    public void Nothing_is_put_there_unless_a_setting_says_so()
    {
        Assert.True(Channel().IsConfiguredFor(s_cardiology));
        Assert.False(new QueueChannel(service.Storage, Options.Create(new DigestQueueOptions())).IsConfiguredFor(s_cardiology));
    }

    private QueueChannel Channel() => new(service.Storage, Options.Create(new DigestQueueOptions { Enabled = true }));

    // What is on the queue, taken off it.
    private async Task<JsonElement[]> EventsAsync()
    {
        var queue = service.Storage.Queue(QueueNames.Digests);
        var messages = (await queue.ReceiveMessagesAsync(32, cancellationToken: Cancellation)).Value;
        foreach (var message in messages)
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, Cancellation);
        return [.. messages.Select(m => JsonDocument.Parse(m.Body.ToString()).RootElement)];
    }
}
