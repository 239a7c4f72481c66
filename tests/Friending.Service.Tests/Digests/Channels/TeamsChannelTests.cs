using System.Globalization;
using System.Text;
using System.Text.Json;
using Friending.Policy;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Digests.Rendering;
using Friending.Service.Outbox;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests.Digests.Channels;

public sealed class TeamsChannelTests : IAsyncDisposable
{
    private static readonly DigestAudience s_organisation = new(Digest.Organisation, null, [], CultureInfo.GetCultureInfo("en"));
    private static readonly DigestAudience s_cardiology = new("Cardiology", "Cardiology", [], CultureInfo.GetCultureInfo("es"));

    private readonly DelayClock _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task The_workflow_gets_a_message_with_an_adaptive_card()
    {
        await using var receiver = await Receiver.StartAsync(202);

        await Channel(new() { Webhook = receiver.Address }).SendAsync(SampleDigests.Organisation(), s_organisation, Cancellation);

        var (path, mediaType, _, body) = Assert.Single(receiver.Calls);
        Assert.Equal(("/hook", "application/json; charset=utf-8"), (path, mediaType));
        var message = JsonDocument.Parse(body).RootElement;
        Assert.Equal("message", message.GetProperty("type").GetString());
        var attachment = Assert.Single(message.GetProperty("attachments").EnumerateArray());
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment.GetProperty("contentType").GetString());
        var card = attachment.GetProperty("content");
        Assert.Equal("AdaptiveCard", card.GetProperty("type").GetString());
        var texts = Texts(card).ToList();
        Assert.Contains("143 questions about friend requests, 12 more than the week before.", texts);
        Assert.Contains("Say no, kindly", texts);
        Assert.Contains("71 · 50% · +9", texts);
        Assert.Contains("not shown", texts);
        // The tables wait behind a button.
        var details = Assert.Single(card.GetProperty("body").EnumerateArray(), e => e.TryGetProperty("id", out _));
        Assert.False(details.GetProperty("isVisible").GetBoolean());
        Assert.Contains("By network", Texts(details));
        var toggle = Assert.Single(card.GetProperty("body").EnumerateArray(), e => e.GetProperty("type").GetString() == "ActionSet")
            .GetProperty("actions")[0];
        Assert.Equal("Action.ToggleVisibility", toggle.GetProperty("type").GetString());
        Assert.Equal(details.GetProperty("id").GetString(), toggle.GetProperty("targetElements")[0].GetString());
        Assert.Equal("https://friending.example.org/digests?week=2026-W47&audience=organisation",
            Assert.Single(card.GetProperty("actions").EnumerateArray()).GetProperty("url").GetString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(600)]
    public async Task A_card_is_small_enough_for_Teams_and_one_that_is_cut_says_so_with_a_link(int length)
    {
        await using var receiver = await Receiver.StartAsync(202);
        var name = new string('ñ', length);
        var digest = SampleDigests.Department();
        digest = digest with
        {
            Breakdowns =
            [
                .. digest.Breakdowns
                    .Select(b => b with
                        { Rows = [.. b.Rows,
                            .. Enumerable.Range(0, b.By == DigestDimension.Outcome ? 40 : 300)
                                .Select(i => new DigestRow($"{name}{i}", DigestFigure.Of(5), DigestFigure.Of(9)))] }),
            ],
        };

        await Channel(Cardiology(receiver.Address)).SendAsync(digest, s_cardiology, Cancellation);

        var body = Assert.Single(receiver.Calls).Body;
        Assert.InRange(Encoding.UTF8.GetByteCount(body), 1, TeamsCard.MostBytes);
        var texts = Texts(JsonDocument.Parse(body).RootElement).ToList();
        Assert.Contains("Esta tarjeta muestra una parte de la semana.", texts);
        Assert.Contains("\"selectAction\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_that_is_whole_says_nothing_of_being_cut()
    {
        await using var receiver = await Receiver.StartAsync(202);

        await Channel(new() { Webhook = receiver.Address }).SendAsync(SampleDigests.Empty(), s_organisation, Cancellation);

        Assert.DoesNotContain("selectAction", Assert.Single(receiver.Calls).Body, StringComparison.Ordinal);
    }

    // 202 tells that the workflow has begun, not that Teams shows the card.
    [Fact]
    public async Task A_card_that_a_workflow_took_counts_as_accepted_only()
    {
        await using var receiver = await Receiver.StartAsync(202);

        var delivery = await Channel(new() { Webhook = receiver.Address }).SendAsync(SampleDigests.Empty(), s_organisation, Cancellation);

        Assert.True(delivery.IsOnlyAccepted);
    }

    [Fact]
    public async Task A_workflow_that_asks_to_wait_is_called_again_after_that_time()
    {
        await using var receiver = await Receiver.StartAsync(429, 503, 202);
        receiver.RetryAfter = "7";

        await Channel(new() { Webhook = receiver.Address }).SendAsync(SampleDigests.Empty(), s_organisation, Cancellation);

        Assert.Equal(3, receiver.Calls.Count);
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], _time.Delays);
    }

    [Fact]
    public async Task A_workflow_that_asks_for_a_longer_time_than_a_sending_has_is_told_of()
    {
        await using var receiver = await Receiver.StartAsync(429);
        receiver.RetryAfter = "3600";

        var failure = await Assert.ThrowsAsync<DigestChannelException>(
            () => Channel(new() { Webhook = receiver.Address }).SendAsync(SampleDigests.Empty(), s_organisation, Cancellation));

        Assert.Contains("HTTP 429", failure.Message, StringComparison.Ordinal);
        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task What_requests_hold_is_never_read_as_Markdown()
    {
        await using var receiver = await Receiver.StartAsync(202);
        const string Link = "[prize](https://elsewhere.example)";
        var digest = SampleDigests.Organisation() with
        { Breakdowns = [new(DigestDimension.Platform, [new(Link, DigestFigure.Of(9), DigestFigure.Of(9))])] };

        await Channel(new() { Webhook = receiver.Address }).SendAsync(digest, s_organisation, Cancellation);

        // A TextBlock reads Markdown, a TextRun does not.
        var body = Assert.Single(receiver.Calls).Body;
        Assert.Contains(Link, Texts(JsonDocument.Parse(body).RootElement));
        Assert.DoesNotContain("\"TextBlock\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("FactSet", body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_department_has_a_workflow_of_its_own_and_none_gets_the_organisation_s()
    {
        Assert.True(Channel(new() { Webhook = "https://flows.example.org/a" }).IsConfiguredFor(s_organisation));
        Assert.False(Channel(new() { Webhook = "https://flows.example.org/a" }).IsConfiguredFor(s_cardiology));
        Assert.True(Channel(Cardiology("https://flows.example.org/b")).IsConfiguredFor(s_cardiology));
        Assert.False(Channel(Cardiology("https://flows.example.org/b")).IsConfiguredFor(s_organisation));
        Assert.False(Channel(new()).IsConfiguredFor(s_organisation));
    }

    [Theory]
    [InlineData(500, "HTTP 500")]
    [InlineData(302, "HTTP 302")]
    [InlineData(410, "HTTP 410")]
    public async Task A_workflow_that_does_not_take_it_is_told_of_without_its_address(int status, string why)
    {
        await using var receiver = await Receiver.StartAsync(status);

        var failure = await Assert.ThrowsAsync<DigestChannelException>(
            () => Channel(new() { Webhook = receiver.Address }).SendAsync(SampleDigests.Empty(), s_organisation, Cancellation));

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
        Assert.Single(receiver.Calls);
    }

    [Theory]
    [InlineData("http://flows.example.org/hook", "https")]
    [InlineData("https://127.0.0.1/hook", "not public")]
    [InlineData("https://localhost/hook", "not public")]
    [InlineData("https://169.254.169.254/metadata", "not public")]
    [InlineData("https://168.63.129.16/", "not public")]
    [InlineData("https://[::ffff:10.0.0.5]/hook", "not public")]
    [InlineData("https://user:password@flows.example.org/hook", "user name")]
    public async Task No_webhook_leads_into_our_own_network(string webhook, string why)
    {
        var failure = await Assert.ThrowsAsync<DigestChannelException>(
            () => Channel(new() { Webhook = webhook }, allowsLocal: false).SendAsync(SampleDigests.Empty(), s_organisation, Cancellation));

        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    private static TeamsOptions Cardiology(string webhook) => new() { Departments = { new() { Name = "Cardiology", Webhook = webhook } } };

    private TeamsChannel Channel(TeamsOptions teams, bool allowsLocal = true)
    {
        var callbacks = new CallbackOptions();
        if (allowsLocal)
            callbacks.AllowLocal();
        var rendering = new DigestRendering(
            DefaultPolicy.Load(), Options.Create(new PublicUrlOptions { PublicUrl = "https://friending.example.org" }), _services,
            NullLoggerFactory.Instance);
        var options = Options.Create(callbacks);
        return new(rendering, new CallbackClient(new CallbackRules(options), options), Options.Create(teams), _time);
    }

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => p.Name == "text" ? [p.Value.GetString()!] : Texts(p.Value)),
        _ => [],
    };

    /// <summary>A clock whose delays end at once, and which keeps how long they were to be.</summary>
    private sealed class DelayClock : TimeProvider
    {
        public List<TimeSpan> Delays { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Delays.Add(dueTime);
            return System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
