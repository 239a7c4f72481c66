using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Friending.Policy;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Digests.Rendering;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests.Digests.Rendering;

public sealed class DigestRenderingTests : IAsyncDisposable
{
    private static readonly CultureInfo s_english = CultureInfo.GetCultureInfo("en-US");
    private static readonly CultureInfo s_spanish = CultureInfo.GetCultureInfo("es-ES");

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();

    public static TheoryData<string, string> Samples =>
        new MatrixTheoryData<string, string>(["organisation", "department", "empty", "hostile"], ["en-US", "es-ES", "en-GB", "de-DE"]);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task A_week_begins_with_what_happened()
    {
        var html = await ReadAsync(SampleDigests.Organisation(), s_english);
        var text = Flat(Rendering().Text(SampleDigests.Organisation(), s_english));

        foreach (var read in new[] { html, text })
        {
            Assert.Contains("143 questions about friend requests, 12 more than the week before.", read, StringComparison.Ordinal);
            Assert.Contains("“Say no, kindly” (50%)", read, StringComparison.Ordinal);
            Assert.Contains("6 wait for a reviewer, the oldest since November 9.", read, StringComparison.Ordinal);
            InOrder(read, "143 questions", "What the policy answered", "Requests in eight weeks", "Reviews",
                "Permitted by way of exception", "By network");
        }
    }

    [Fact]
    public async Task A_digest_begins_with_what_to_do_in_at_most_five_lines_each_with_its_link()
    {
        var digest = SampleDigests.Organisation();
        var content = Rendering().Content(digest, s_english);
        const string range = "from=2026-11-16T06%3A00%3A00Z&to=2026-11-23T06%3A00%3A00Z";

        Assert.Equal(
            [
                ("6 cases are overdue.", "/reviews"),
                ("2 messages of the queue could not be taken.", "/admin"),
                (content.First[2].Text, $"/decisions?{range}&alone=true&rule=7.7"),
                ("Instagram: 31, after 26 the week before.", "/digests?week=2026-W47&audience=organisation"),
            ],
            content.First.Select(t => (t.Text, t.Link!.PathAndQuery)));
        Assert.StartsWith("Rule 7.7", content.First[2].Text, StringComparison.Ordinal);
        Assert.EndsWith(": 68, after 60 the week before.", content.First[2].Text, StringComparison.Ordinal);
        foreach (var read in new[] { await ReadAsync(digest, s_english), Flat(Rendering().Text(digest, s_english)) })
            InOrder(read, "6 cases are overdue.", "2 messages of the queue", "143 questions", "What the policy answered");
        InOrder(Encoding.UTF8.GetString(TeamsCard.Write(content)), "6 cases are overdue.", "2 messages of the queue",
            "What the policy answered");

        var few = Rendering().Content(
            digest with { Reviews = digest.Reviews with { Overdue = DigestFigure.Fewer(5), Due = DigestFigure.NotTold } }, s_english);
        Assert.Equal(
            ["Fewer than 5 cases are overdue.", "Some cases wait for a decision and are not due yet."],
            few.First.Take(2).Select(t => t.Text));
        var nothing = Rendering().Content(SampleDigests.Department() with { Changes = [] }, s_english);
        Assert.Equal(["There is nothing to do, and nothing that stands out."], nothing.First.Select(t => t.Text));
    }

    [Theory]
    [InlineData(143, 131, "12 more than the week before")]
    [InlineData(120, 131, "11 fewer than the week before")]
    [InlineData(131, 131, "as many as the week before")]
    public void The_change_is_told_in_words(int requests, int weekBefore, string change)
    {
        var digest = SampleDigests.Organisation() with
        {
            Requests = DigestFigure.Of(requests),
            RequestsWeekBefore = DigestFigure.Of(weekBefore)
        };

        Assert.Contains(change, Rendering().Content(digest, s_english).Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_hidden_is_said_to_be_and_nothing_tells_it()
    {
        var digest = SampleDigests.Organisation() with
        {
            Requests = DigestFigure.Fewer(5),
            Breakdowns = [new(DigestDimension.Outcome,
                [new("decline", DigestFigure.Fewer(5), DigestFigure.Of(9)), new("permit", DigestFigure.NotTold, DigestFigure.Of(9))])],
        };

        var content = Rendering().Content(digest, s_english);

        Assert.Equal("Fewer than 5 questions about friend requests.", content.Sentences[0]);
        Assert.DoesNotContain(content.Sentences, s => s.Contains("frequent", StringComparison.Ordinal));
        Assert.Equal(["fewer than 5", "not shown"], content.Outcomes!.Rows.Select(r => r.Figure));
        Assert.All(content.Outcomes.Rows, r => Assert.Equal((null, null, 0), (r.Share, r.Change, r.Percent)));
    }

    [Fact]
    public async Task One_footnote_says_why_numbers_are_hidden_and_there_is_none_where_none_is()
    {
        var hidden = await ReadAsync(SampleDigests.Organisation(), s_english);
        var told = await ReadAsync(SampleDigests.Empty() with
        {
            Reviews = new(DigestFigure.Of(0), DigestFigure.Of(0), null,
            DigestFigure.Of(0), null)
        }, s_english);

        Assert.Contains("Fewer than 5", hidden, StringComparison.Ordinal);
        Assert.Contains("not shown", hidden, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(hidden, "so that nobody can be recognised"));
        Assert.DoesNotContain("recognised", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_department_is_told_its_own_numbers_and_nothing_of_the_organisation_s()
    {
        var content = Rendering().Content(SampleDigests.Department(), s_english);

        Assert.Equal("Cardiology asked 31 questions about friend requests, 4 more than the week before.", content.Sentences[0]);
        var declined = content.Outcomes!.Rows[0];
        Assert.Equal(("19", "61%", 61), (declined.Figure, declined.Share, declined.Percent));
        var html = await ReadAsync(SampleDigests.Department(), s_english);
        Assert.DoesNotContain("organisation", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("All others together", html, StringComparison.Ordinal);
        Assert.Matches(@"Say no, kindly +19 +61% +\+3", Rendering().Text(SampleDigests.Department(), s_english));
    }

    [Fact]
    public async Task A_week_without_requests_says_so_and_still_shows_who_waits()
    {
        foreach (var read in new[] { await ReadAsync(SampleDigests.Empty(), s_english),
            Flat(Rendering().Text(SampleDigests.Empty(), s_english)) })
        {
            Assert.Contains("Nobody asked about friend requests in this week (12 the week before).", read, StringComparison.Ordinal);
            Assert.Contains("Fewer than 5 wait for a reviewer, the oldest since November 11.", read, StringComparison.Ordinal);
            Assert.DoesNotContain("What the policy answered", read, StringComparison.Ordinal);
        }
        Assert.StartsWith("Nobody in Cardiology asked", Rendering().Content(SampleDigests.Empty("Cardiology"), s_english).Sentences[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_week_that_is_not_over_says_up_to_when()
    {
        var digest = SampleDigests.Organisation() with { TakenAt = new(2026, 11, 18, 20, 30, 0, TimeSpan.Zero) };

        Assert.Matches(@"up to November 18, 2026, 2:30\sPM\.", Rendering().Content(digest, s_english).Sentences[^1]);
    }

    [Fact]
    public async Task Spanish_is_Spanish_in_words_dates_and_numbers()
    {
        var digest = SampleDigests.Organisation() with { Requests = DigestFigure.Of(12143), RequestsWeekBefore = DigestFigure.Of(12131) };

        var html = await ReadAsync(digest, s_spanish);
        var text = Flat(Rendering(publicUrl: null).Text(digest, s_spanish));

        foreach (var read in new[] { html, text })
        {
            Assert.Contains("12.143 consultas sobre solicitudes de amistad, 12 más que la semana anterior.", read,
                StringComparison.Ordinal);
            Assert.Contains("16 de noviembre – 22 de noviembre de 2026", read, StringComparison.Ordinal);
            Assert.Contains("Decir que no, con amabilidad", read, StringComparison.Ordinal);
            Assert.Contains("menos de 5", read, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("week", read, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("requests", read, StringComparison.OrdinalIgnoreCase);
        }
        Assert.Contains("lang=\"es\"", await Rendering().HtmlAsync(digest, s_spanish, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    // Outlook on Windows renders with Word: a table of fixed width around the card, and a preheader hidden in its own way.
    [Fact]
    public async Task Outlook_gets_a_fixed_width_a_hidden_preheader_and_bars_that_need_no_background()
    {
        var html = await Rendering().HtmlAsync(SampleDigests.Organisation(), s_english, TestContext.Current.CancellationToken);

        Assert.Single(
            Regex.Matches(html, @"<!--\[if mso\]><table [^>]*width=""640""[^>]*><tr><td><!\[endif\]-->\s*<table [^>]*class=""card"""));
        Assert.Single(Regex.Matches(html, @"</table>\s*<!--\[if mso\]></td></tr></table><!\[endif\]-->"));
        Assert.Contains("style=\"mso-hide:all;display:none;", html, StringComparison.Ordinal);
        var bars = Regex.Matches(html, @"<td class=""f-[^>]*>");
        Assert.True(bars.Count > 10);
        Assert.All(bars, bar => Assert.Matches(@"bgcolor=""(#\w+)"".*background-color:\1;border:1px solid \1;", bar.Value));
    }

    [Theory]
    [InlineData("en-US", "November 16 – November 22, 2026", "Nov 16")]
    [InlineData("en-GB", "16 November – 22 November 2026", "16 Nov")]
    [InlineData("es-MX", "16 de noviembre – 22 de noviembre de 2026", "16 nov")]
    [InlineData("de-DE", "November 16 – November 22, 2026", "Nov 16")]
    public void Dates_are_written_as_the_language_does(string culture, string period, string week)
    {
        var content = Rendering().Content(SampleDigests.Organisation(), CultureInfo.GetCultureInfo(culture));

        Assert.Equal(period, content.Period);
        Assert.Equal(week, content.Trend.Columns[^1].Label);
    }

    [Fact]
    public void A_week_over_New_Year_has_both_years() => Assert.Equal(
        "December 28, 2026 – January 3, 2027",
        Rendering().Content(SampleDigests.Organisation() with { Week = new(2026, 53) }, s_english).Period);

    [Fact]
    public void Outcomes_rules_and_guidelines_are_called_what_the_policy_calls_them()
    {
        var content = Rendering().Content(SampleDigests.Organisation(), s_english);

        Assert.Equal(
            ["Say no, kindly", "Better not, but it is your choice", "Go ahead", "The social media team decides"],
            content.Outcomes!.Rows.Select(r => r.Label));
        var labels = content.Breakdowns.SelectMany(b => b.Rows).Select(r => r.Label).ToList();
        Assert.Contains("Rule 7.1: You were friends in person before the care began", labels);
        Assert.Contains("Guideline 8: At work, being friends online is a free choice", labels);
        Assert.Contains("No rule applied", labels);
        Assert.Contains("A patient now", labels);
        Assert.Contains("Not stated", labels);
    }

    [Fact]
    public void What_the_policy_of_today_does_not_know_is_shown_as_it_is()
    {
        var digest = SampleDigests.Organisation() with
        {
            Breakdowns =
            [
                new(DigestDimension.Outcome, [new("escalate", DigestFigure.Of(143), DigestFigure.Of(131))]),
                new(DigestDimension.Rule, [new("9.1+7.1", DigestFigure.Of(143), DigestFigure.Of(131))]),
            ],
        };

        var content = Rendering().Content(digest, s_english);

        Assert.Equal("escalate", content.Outcomes!.Rows[0].Label);
        Assert.StartsWith("Rule 9.1 + Rule 7.1: You were", content.Breakdowns[0].Rows[0].Label, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_requests_hold_is_text_and_never_markup()
    {
        var html = await Rendering().HtmlAsync(Hostile(), s_english, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<script>alert(1)</script>", WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', WebUtility.HtmlDecode(html));
        var audience = await Rendering().HtmlAsync(SampleDigests.Department("\"><script>alert(2)</script>"), s_english,
            TestContext.Current.CancellationToken);
        Assert.DoesNotContain("<script", audience, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("audience=%22%3E%3Cscript%3E", audience, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Plain_text_fits_76_columns(string sample, string culture)
    {
        var text = Rendering().Text(Sample(sample), CultureInfo.GetCultureInfo(culture));

        Assert.All(text.Split('\n').Where(l => !l.StartsWith("http", StringComparison.Ordinal)), line =>
            Assert.InRange(line.Length, 0, 76));
        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Numbers_of_the_plain_text_stand_below_each_other()
    {
        var lines = Rendering().Text(SampleDigests.Organisation(), s_english).Split('\n');

        var rows = lines.Where(l => Regex.IsMatch(l, "^(Facebook|Instagram|WhatsApp|LinkedIn|TikTok) ")).ToList();
        Assert.Equal(5, rows.Count);
        Assert.Single(rows.Select(r => Regex.Match(r, "[0-9]+(?= +[0-9]+%)")).Select(m => m.Index + m.Length).Distinct());
        Assert.Single(rows.Select(r => r.IndexOf('%', StringComparison.Ordinal)).Distinct());
    }

    [Fact]
    public async Task Links_to_the_page_where_the_address_is_known()
    {
        const string page = "https://friending.example.org/digests?week=2026-W47&audience=Family%20%26%20Friends";
        var digest = SampleDigests.Department("Family & Friends");

        Assert.Contains($"href=\"{WebUtility.HtmlEncode(page)}\"",
            await Rendering("https://friending.example.org/").HtmlAsync(digest, s_english, TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
        Assert.Contains(page, Rendering("https://friending.example.org").Text(digest, s_english), StringComparison.Ordinal);
        Assert.DoesNotContain("href", await Rendering(null).HtmlAsync(digest, s_english, TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.DoesNotContain("http", Rendering(null).Text(digest, s_english), StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_holds_every_number_with_formulas_made_harmless()
    {
        var csv = Rendering().Csv(Hostile(), s_english);

        Assert.StartsWith("week,audience,section,value,label,requests,weekBefore\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("2026-W47,organisation,requests,,,143,131\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("2026-W47,organisation,outcome,decline,\"Say no, kindly\",71,62\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("2026-W47,organisation,trend,2026-W46,,131,\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("2026-W47,organisation,exemptions,breakingBread,Breaking Bread Rule,not shown,\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("2026-W47,organisation,department,Pharmacy,Pharmacy,not shown,5\r\n", csv, StringComparison.Ordinal);
        Assert.Contains("2026-W47,organisation,reviews,oldestPendingSince,Oldest waits since,2026-11-09T21:20:00Z,\r\n", csv,
            StringComparison.Ordinal);
        Assert.DoesNotContain(",=", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=", csv, StringComparison.Ordinal);
        Assert.Contains("'=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.Contains("2026-W47,Cardiology,outcome,decline,\"Say no, kindly\",19,16\r\n",
            Rendering().Csv(SampleDigests.Department(), s_english), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("organisation")]
    [InlineData("department")]
    public async Task A_mail_of_many_rows_is_not_cut_off(string sample)
    {
        var digest = Sample(sample);
        digest = digest with
        {
            Breakdowns = [.. digest.Breakdowns.Select(b =>
                b.By == DigestDimension.Outcome ? b
                    : b with { Rows = [.. b.Rows, .. Enumerable.Range(0, 400)
                        .Select(i => new DigestRow($"Another one, number {i}", DigestFigure.Of(5), DigestFigure.Of(10)))] })],
        };

        var html = await Rendering().HtmlAsync(digest, s_english, TestContext.Current.CancellationToken);

        // Gmail shows 102 KB of a mail.
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 0, 100_000);
        Assert.Contains($"{digest.Breakdowns.Single(b => b.By == DigestDimension.Platform).Rows.Count - 7} more", html,
            StringComparison.Ordinal);
        Assert.Contains("number 399", Rendering().Text(digest, s_english), StringComparison.Ordinal);
    }

    private DigestRendering Rendering(string? publicUrl = "https://friending.example.org") =>
        new(DefaultPolicy.Load(), Options.Create(new PublicUrlOptions { PublicUrl = publicUrl }), _services, NullLoggerFactory.Instance);

    // What a reader sees of the mail.
    private async Task<string> ReadAsync(Digest digest, CultureInfo culture)
    {
        var html = await Rendering().HtmlAsync(digest, culture, TestContext.Current.CancellationToken);
        var body = Regex.Replace(html[html.IndexOf("<h1", StringComparison.Ordinal)..], "<[^>]+>", " ");
        return Flat(WebUtility.HtmlDecode(body));
    }

    private static string Flat(string text) => Regex.Replace(text, @"\s+", " ");

    private static void InOrder(string text, params string[] parts)
    {
        var positions = parts.Select(p => text.IndexOf(p, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, positions);
        Assert.Equal(positions.Order(), positions);
    }

    private static Digest Sample(string name) => name switch
    {
        "department" => SampleDigests.Department(),
        "empty" => SampleDigests.Empty(),
        "hostile" => Hostile(),
        _ => SampleDigests.Organisation(),
    };

    private static Digest Hostile()
    {
        string[] values =
        [
            "<script>alert(1)</script>", "<img src=https://elsewhere.example/x.png>", "=HYPERLINK(\"https://elsewhere.example\")",
                "Two\r\nlines\tand\u0000more\u202e",
            new string('W', 200), "سناپ‌چت ویدئو ویدئو ویدئو",
        ];
        var digest = SampleDigests.Organisation();
        return digest with
        {
            Breakdowns = [.. digest.Breakdowns.Select(b => b.By is DigestDimension.Platform or DigestDimension.StaffRole
                ? b with { Rows = [.. values.Select(v => new DigestRow(v, DigestFigure.Of(20), DigestFigure.Of(20)))] }
                : b)],
        };
    }
}
