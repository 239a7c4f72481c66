using System.Text;
using System.Text.Json;
using Friending.LocalHost.Tests.Digests;
using Friending.Service.Decisions;
using Friending.Service.Outbox;
using Friending.Service.Reviews;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests.Notices;

/// <summary>What the team is told by a card, from the event to a real web server in the place of the Teams workflow.</summary>
public sealed class NoticeCardTests : StorageAndMail
{
    // A Wednesday, ten o'clock in Chicago.
    private static readonly DateTimeOffset s_start = new(2026, 11, 18, 10, 0, 0, TimeSpan.FromHours(-6));
    private static readonly DateTimeOffset s_due = s_start.AddDays(2);
    private static readonly Reviewer s_ana = new("ana", "ana");

    private readonly DigestHost.Clock _time = new() { Now = s_start };
    private int _seen;

    [Theory]
    [InlineData("en",
        "A case waits for a decision", "Somebody asks you to look again", "1 case due today", "A case is overdue", "1 case overdue",
        "Somebody asked about Facebook on November 18, 2026.", "Nobody has taken it yet.", "Open the case", "Open the list of reviews")]
    [InlineData("es",
        "Un caso espera una decisión", "Alguien pide que se revise una decisión", "1 caso con plazo hoy",
        "Un caso está fuera de plazo", "1 caso fuera de plazo",
        "Alguien preguntó sobre Facebook el 18 de noviembre de 2026.", "Nadie se ocupa todavía de él.",
        "Abrir el caso", "Abrir la lista de revisiones")]
    public async Task The_team_gets_a_card_for_what_arrives_is_overdue_or_due_in_its_language_without_a_fact_and_once(
        string language, string arrived, string appealed, string today, string overdue, string reminder, string asked,
        string notTaken, string openCase, string openList)
    {
        await using var teams = await Receiver.StartAsync(202);
        await using var host = await StartAsync(teams, ("Notices:Language", language));
        var decision = await host.AskAsync(_time.Now, "rn-7", "es");
        await RunAsync(host, decision);
        Says(Next(teams), arrived, openCase, asked, notTaken);

        // What only the asker, or the case's owner, is told is no matter of a channel.
        await host.DoAsync(host.Get<ReviewDesk>().AskAsync(decision.Id, new() { Text = "Since when?" }, s_ana, null, Cancellation));
        await host.DoAsync(host.Get<AskerDesk>().AnswerAsync(decision.Id, new() { Note = "Since school." }, "rn-7", null, Cancellation));
        await host.DoAsync(host.Get<ReviewDesk>().ResolveAsync(
            decision.Id, new() { Resolution = "decline", Reason = "Not enough." }, s_ana, null, Cancellation));
        await RunAsync(host, decision);
        Assert.Equal(_seen, teams.Calls.Count);

        await host.DoAsync(host.Get<AskerDesk>().AppealAsync(decision.Id, new() { Note = "Every summer." }, "rn-7", null, Cancellation));
        await RunAsync(host, decision);
        Says(Next(teams), appealed, openCase, asked);

        // The day's reminder first, which lists what is due or overdue.
        _time.Now = s_due.AddHours(-2);
        await RunAsync(host);
        Says(Next(teams), today, openList, $"{asked} ");
        _time.Now = s_due;
        await RunAsync(host);
        Says(Next(teams), overdue, openCase, asked);
        _time.Now = s_due.AddDays(3);
        await RunAsync(host);
        await RunAsync(host);
        Says(Next(teams), reminder, openList, $"{asked} ");
        Assert.Equal(_seen, teams.Calls.Count);

        void Says(JsonElement card, string subject, string action, params string[] sentences)
        {
            Assert.Equal(language, card.GetProperty("lang").GetString());
            Assert.Equal(subject, card.GetProperty("fallbackText").GetString());
            var texts = TextsOf(card).ToList();
            Assert.Equal(subject, texts[0]);
            Assert.All(sentences, sentence => Assert.Contains(texts, t => t.Contains(sentence, StringComparison.Ordinal)));
            var open = Assert.Single(card.GetProperty("actions").EnumerateArray());
            Assert.Equal(("Action.OpenUrl", action), (open.GetProperty("type").GetString(), open.GetProperty("title").GetString()));
            Assert.Equal(
                action == openCase
                    ? $"https://friending.example.org/reviews?decision={decision.Id}" : "https://friending.example.org/reviews",
                open.GetProperty("url").GetString());
            foreach (var fact in new[] { "rn-7", "Cardiology", "nurse", "patient", "choir", "school", "summer", "decline", "unusual" })
                Assert.DoesNotContain(fact, card.GetRawText(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_reminder_of_more_cases_than_a_card_holds_says_how_many_more_there_are_and_stays_below_what_Teams_takes()
    {
        await using var teams = await Receiver.StartAsync(202);
        await using var host = await StartAsync(teams, ("Notices:Language", "es"));
        for (var i = 0; i < 60; i++)
            await host.AskAsync(_time.Now, $"rn-{i}");
        _time.Now = s_due.AddHours(-2);
        await host.Get<OutboxRelay>().SweepAllAsync(Cancellation);
        await RunAsync(host);

        var (_, mediaType, _, body) = Assert.Single(teams.Calls, c => c.Body.Contains("60 casos con plazo hoy", StringComparison.Ordinal));
        Assert.Equal("application/json; charset=utf-8", mediaType);
        Assert.InRange(Encoding.UTF8.GetByteCount(body), 5_000, 20_000);
        var texts = TextsOf(CardOf(body)).ToList();
        var shown = texts.Count(t => t.StartsWith("Alguien preguntó", StringComparison.Ordinal));
        Assert.InRange(shown, 10, 20);
        Assert.Equal($"{60 - shown} casos más.", texts[^1]);
    }

    [Theory]
    [InlineData(500, "HTTP 500")]
    [InlineData(429, "HTTP 429")]
    public async Task A_workflow_that_refuses_a_card_is_asked_again_later(int status, string why)
    {
        await using var teams = await Receiver.StartAsync(status, 202);
        await using var host = await StartAsync(teams);
        await RunAsync(host, await host.AskAsync(_time.Now, "rn-7"));
        Assert.Single(teams.Calls);
        Assert.Contains(host.Log.Lines,
            l => l.Contains($"could not be sent (the webhook did not accept it: {why}), attempt 1", StringComparison.Ordinal));

        _time.Now += TimeSpan.FromMinutes(1);
        await RunAsync(host);
        await RunAsync(host);

        Assert.Equal(2, teams.Calls.Count);
        Assert.DoesNotContain(host.Log.Lines, l => l.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workflow_that_asks_to_wait_is_asked_again_after_that_time()
    {
        await using var teams = await Receiver.StartAsync(429, 202);
        teams.RetryAfter = "600";
        await using var host = await StartAsync(teams);
        await RunAsync(host, await host.AskAsync(_time.Now, "rn-7"));
        _time.Now += TimeSpan.FromMinutes(9);
        await RunAsync(host);
        Assert.Single(teams.Calls);

        _time.Now += TimeSpan.FromMinutes(1);
        await RunAsync(host);

        Assert.Equal(2, teams.Calls.Count);
    }

    [Fact]
    public async Task A_card_whose_answer_was_lost_is_not_sent_again_and_counts_as_lost()
    {
        await using var teams = await Receiver.StartAsync(Receiver.NoAnswer, 202);
        await using var host = await StartAsync(teams);
        await RunAsync(host, await host.AskAsync(_time.Now, "rn-7"));
        _time.Now += TimeSpan.FromMinutes(30);
        await RunAsync(host);

        Assert.Single(teams.Calls);
        Assert.Contains(host.Log.Lines, l => l.Contains("is not tried again (the webhook did not accept it: ", StringComparison.Ordinal)
            && l.Contains("): Unknown", StringComparison.Ordinal));
    }

    private async Task<NoticeHost> StartAsync(Receiver teams, params (string Name, string Value)[] settings)
    {
        var host = new NoticeHost(
            Storage.ConnectionString, Mail.SmtpPort, _time,
            settings: [("Notices:TeamsCard", "true"), ("Teams:Webhook", teams.Address), .. settings]);
        await host.PrepareAsync(Cancellation);
        return host;
    }

    private async Task RunAsync(NoticeHost host, params Decision[] changed) => await host.RunAsync(changed.Select(d => d.Id), Cancellation);

    private JsonElement Next(Receiver teams)
    {
        var calls = teams.Calls.ToList();
        Assert.Equal(_seen + 1, calls.Count);
        _seen++;
        return CardOf(calls[^1].Body);
    }

    private static JsonElement CardOf(string body)
    {
        var attachment = Assert.Single(JsonDocument.Parse(body).RootElement.GetProperty("attachments").EnumerateArray());
        Assert.Equal("application/vnd.microsoft.card.adaptive", attachment.GetProperty("contentType").GetString());
        return attachment.GetProperty("content");
    }

    private static IEnumerable<string> TextsOf(JsonElement card) => card.GetProperty("body").EnumerateArray()
        .SelectMany(block => block.GetProperty("inlines").EnumerateArray()).Select(run => run.GetProperty("text").GetString()!);
}
