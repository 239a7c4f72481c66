using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.Policy;
using Friending.Policy.Documents;
using Friending.Service;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>An app of its own with mail, whose digests hide nothing: what one person does is counted.</summary>
public sealed class WholeWayApp : IAsyncLifetime
{
    private LocalHost.LocalHost? _host;

    /// <summary>The app.</summary>
    public LocalHost.LocalHost Host => _host ?? throw new InvalidOperationException("The app has not started yet.");

    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.LocalHost.StartAsync(
            [
                "--Port=0", "--Emulators:InMemory=true", "--Emulators:QueuePort=0", "--Emulators:TablePort=0", "--Emulators:BlobPort=0",
                "--Emulators:SmtpPort=0", "--Emulators:MailPagePort=0", "--Digests:Threshold=1",
            ],
            TextWriter.Null, TestContext.Current.CancellationToken);
        // As the program does: whoever reads a mail reaches the service where it listens.
        Host.Services.GetRequiredService<IOptions<PublicUrlOptions>>().Value.PublicUrl = Host.Address.AbsoluteUri.TrimEnd('/');
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }
}

/// <summary>
/// The way of a case through everybody's hands: asked, sent, taken, asked for more, answered, decided, told by mail, appealed, decided
/// again, seen by an auditor, counted in the digest.
/// </summary>
public sealed class WholeWayTests(WholeWayApp app, Browser browser) : IClassFixture<WholeWayApp>
{
    private const string Nurse = "rn-1042";
    private const string Reviewer = "sm-5001";

    private static readonly string s_assets = Path.Combine(
        typeof(WholeWayTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!,
        "src", "Friending.Api", "Pages", "assets");

    // What is so: the unusual circumstance makes it a case for a person.
    private static readonly Dictionary<string, string> s_facts = new()
    {
        ["patient"] = "current",
        ["careRole"] = "yes",
        ["direction"] = "accept",
        ["colleague"] = "no",
    };

    private static readonly PolicyDocument s_policy = DefaultPolicy.Load().Document;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en", 1280)]
    [InlineData("en", 360)]
    [InlineData("es", 1280)]
    [InlineData("es", 360)]
    public async Task A_case_goes_its_whole_way(string language, int width)
    {
        var words = Words(language);
        // Told apart from what other runs said.
        var (question, answer, reason) = ($"Question {language} {width}", $"Answer {language} {width}", $"Reason {language} {width}");
        var (note, again) = ($"Appeal {language} {width}", $"Once more {language} {width}");
        await using var nurse = await StartAsync("nurse", language, width);
        await using var reviewer = await StartAsync("reviewer", language, width);
        await using var auditor = await StartAsync("auditor", language, width);
        var counted = await CountedAsync(auditor);

        // Asked and sent.
        var id = await AskAsync(nurse, language);
        await LookAtAsync(nurse, width, "sent");
        await MailAsync("social-media@example.org", $"/reviews?decision={id}");

        // Taken, and asked for more.
        var one = await OpenCaseAsync(reviewer, id);
        await one.GetByRole(AriaRole.Button, new() { Name = words["reviews.claim"] }).ClickAsync();
        await Expect(one.GetByRole(AriaRole.Status)).ToContainTextAsync(words["reviews.claimed"]);
        await LookAtAsync(reviewer, width, "taken");
        await one.GetByText(words["reviews.question-open-form"]).ClickAsync();
        await one.GetByLabel(words["reviews.question"]).FillAsync(question);
        await one.GetByRole(AriaRole.Button, new() { Name = words["reviews.question-send"] }).ClickAsync();
        await Expect(one).ToContainTextAsync(words["reviews.question-open"]);
        await LookAtAsync(reviewer, width, "asked for more");

        // Told by mail, and answered.
        var mine = await FollowAsync(nurse, await MailAsync($"{Nurse}@example.org", $"/mine?decision={id}"), id);
        await Expect(mine).ToContainTextAsync(question);
        await Expect(mine).ToContainTextAsync(words["mine.told-by-mail"]);
        await LookAtAsync(nurse, width, "a question");
        await mine.GetByLabel(words["next-note.answer"]).FillAsync(answer);
        await mine.GetByRole(AriaRole.Button, new() { Name = words["next-do.answer"] }).ClickAsync();
        await Expect(mine).ToContainTextAsync(words["next-done.answer"]);

        // Decided.
        one = await OpenCaseAsync(reviewer, id);
        await Expect(one).ToContainTextAsync(answer);
        await DecideAsync(reviewer, one, words, "decline", reason, language);
        await LookAtAsync(reviewer, width, "decided");

        // Told by mail, and appealed.
        mine = await FollowAsync(nurse, await MailAsync($"{Nurse}@example.org", $"/mine?decision={id}", later: 1), id);
        await Expect(mine).ToContainTextAsync(reason);
        await Expect(mine.Locator(".reply blockquote")).ToBeVisibleAsync();
        await mine.GetByRole(AriaRole.Button, new() { Name = words["next-open.appeal"] }).ClickAsync();
        await LookAtAsync(nurse, width, "an appeal");
        await mine.GetByLabel(words["next-note.appeal"]).FillAsync(note);
        await mine.GetByRole(AriaRole.Button, new() { Name = words["next-do.appeal"] }).ClickAsync();
        await Expect(mine).ToContainTextAsync(words["next-done.appeal"]);

        // Decided again.
        one = await OpenCaseAsync(reviewer, id);
        await Expect(one).ToContainTextAsync(note);
        await Expect(one).ToContainTextAsync(reason);
        await LookAtAsync(reviewer, width, "an appealed case");
        await DecideAsync(reviewer, one, words, "permit", again, language);
        await FollowAsync(nurse, await MailAsync($"{Nurse}@example.org", $"/mine?decision={id}", later: 2), id);
        await Expect(nurse.Page.Locator($"[data-id='{id}'] h2").First).ToHaveTextAsync(Label("permit", language));
        await LookAtAsync(nurse, width, "decided again");

        // Seen by the auditor.
        var page = await auditor.OpenAsync($"/decisions?staff={Nurse}&outcome=review");
        await Expect(page.Locator(".totals .big")).ToBeVisibleAsync();
        await LookAtAsync(auditor, width, "an auditor's list");
        await page.Locator($".entry a[href='/?decision={id}']").ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync(again);
        await page.GetByText(words["explain.title"]).ClickAsync();
        await Expect(page.Locator(".rules .applies")).ToContainTextAsync("7.4");
        await LookAtAsync(auditor, width, "a decision, explained");

        // Counted in the digest.
        Assert.Equal(counted + 1, await CountedAsync(auditor));
        await LookAtAsync(auditor, width, "the week");
    }

    private Task<Visit> StartAsync(string person, string language, int width) =>
        Visit.StartAsync(browser, app.Host.Address, person, language == "en" ? "en-US" : "es-ES", width: width);

    /// <summary>Answers the questions as they come, in the language of the page, and sends it; the decision's id.</summary>
    private static async Task<string> AskAsync(Visit visit, string language)
    {
        var page = await visit.OpenAsync("/");
        var question = page.Locator(".question");
        for (var asked = 0; await question.CountAsync() > 0; asked++)
        {
            Assert.True(asked < 12, "The questions do not end.");
            var heading = await page.Locator("#question").InnerTextAsync();
            if (s_policy.Facts.FirstOrDefault(f => f.Question?.In(language) == heading) is { } fact)
            {
                var label = fact.Values.Single(v => v.Value == s_facts[fact.Name]).Label!.In(language);
                await question.GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();
            }
            else
            {
                var unusual = s_policy.Groups.SelectMany(g => g.Facts).Single(f => f.Fact == "unusual").Statement.In(language);
                await question.GetByLabel(unusual).CheckAsync();
                await question.Locator("button.primary").ClickAsync();
            }
            await Expect(page.Locator("#question").Filter(new() { HasText = heading })).ToHaveCountAsync(0);
        }
        await page.Locator("input[name=platform][value=Facebook]").CheckAsync();
        await page.Locator("form.record button.primary").ClickAsync();
        var link = page.Locator(".recorded a[href*='decision=']").First;
        return Regex.Match((await link.GetAttributeAsync("href"))!, "decision=([0-9a-f-]+)").Groups[1].Value;
    }

    private static async Task<ILocator> OpenCaseAsync(Visit visit, string id)
    {
        // The list is kept by the relay, a moment later.
        await Eventually.IsSoAsync($"{id} is open in the list", async () =>
        {
            var page = await visit.OpenAsync($"/reviews?decision={id}");
            await Expect(page.Locator("main :is(form.deciding, .said a)").First).ToBeVisibleAsync();
            return await page.Locator("form.deciding").CountAsync() > 0;
        });
        return visit.Page.Locator(".case", new() { Has = visit.Page.Locator("form.deciding") });
    }

    private static async Task DecideAsync(
        Visit visit, ILocator one, IReadOnlyDictionary<string, string> words, string outcome, string reason, string language)
    {
        await one.GetByRole(AriaRole.Radio, new() { Name = Label(outcome, language), Exact = true }).CheckAsync();
        await one.GetByLabel(words["reviews.reason"], new() { Exact = true }).FillAsync(reason);
        await one.GetByRole(AriaRole.Button, new() { Name = words["reviews.send"] }).ClickAsync();
        await Expect(visit.Page.Locator(".said")).ToContainTextAsync(Label(outcome, language));
    }

    /// <summary>Waits for a mail to somebody with a link to a page of the app; the link.</summary>
    /// <param name="to">Whom it is to.</param>
    /// <param name="page">Where its link leads.</param>
    /// <param name="later">How many such mails came before.</param>
    private async Task<Uri> MailAsync(string to, string page, int later = 0)
    {
        using var client = new HttpClient { BaseAddress = app.Host.Emulators.MailPageUrl };
        Uri? found = null;
        await Eventually.IsSoAsync($"a mail to {to} leads to {page}", async () =>
        {
            using var all = JsonDocument.Parse(await client.GetStringAsync(new Uri("email", UriKind.Relative), Cancelled));
            var mails = all.RootElement.EnumerateArray()
                .Where(mail => mail.GetProperty("to").EnumerateArray().Any(a => a.GetProperty("address").GetString() == to))
                .Select(mail => mail.GetProperty("text").GetString()!)
                .Where(text => text.Contains(page, StringComparison.Ordinal))
                .ToList();
            if (mails.Count <= later)
                return false;
            found = new(Regex.Match(mails[^1], $@"https?://\S*{Regex.Escape(page)}").Value);
            return true;
        });
        return found!;
    }

    private static async Task<ILocator> FollowAsync(Visit visit, Uri link, string id)
    {
        await visit.Page.GotoAsync(link.ToString());
        var mine = visit.Page.Locator($"[data-id='{id}']");
        await Expect(mine).ToBeVisibleAsync();
        return mine;
    }

    /// <summary>How many requests the digest of the present week counts.</summary>
    private static async Task<int> CountedAsync(Visit visit)
    {
        var now = DateTime.UtcNow;
        var week = string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(now)}-W{ISOWeek.GetWeekOfYear(now):00}");
        var page = await visit.OpenAsync($"/digests?week={week}");
        return int.Parse(await page.Locator(".tile .big").First.InnerTextAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task LookAtAsync(Visit visit, int width, string what)
    {
        var wide = await visit.Page.EvaluateAsync<string[]>("""
            width => document.documentElement.scrollWidth <= width ? []
              : [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > width).map(e => e.outerHTML.slice(0, 200))
            """, width);
        Assert.True(wide.Length == 0, $"{what} is wider than {width} px: {string.Join("\n", wide)}");
        await new Accessibility(visit.Page).CheckAsync(what);
    }

    private static string Label(string outcome, string language) =>
        s_policy.Outcomes.Single(o => o.Value == outcome).Label!.In(language);

    private static Dictionary<string, string> Words(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(s_assets, $"messages-{language}.json")))!;
}
