using System.Net;
using System.Net.Http.Headers;
using Friending.Service.Decisions;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Reading and sending the week's digest over HTTP.</summary>
public sealed class DigestOperationTests(AppFixture app)
{
    private const string Week = "2019-W20";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("application/json", "\"week\":\"2019-W20\"")]
    [InlineData("text/html", "<html")]
    [InlineData("text/plain", "2019")]
    [InlineData("text/csv", ",")]
    public async Task A_digest_is_read_in_the_form_asked_for(string mediaType, string holds)
    {
        await app.Host.Services.GetRequiredService<DecisionStore>()
            .TryAddAsync(StoredDecisions.At(new(2019, 5, 15, 12, 0, 0, TimeSpan.Zero)), Cancelled);
        using var client = app.Client("only-audit");
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(mediaType));

        using var response = await client.GetAsync($"api/digests/{Week}", Cancelled);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("utf-8", response.Content.Headers.ContentType.CharSet);
        Assert.Contains(holds, await response.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_written_in_the_callers_language()
    {
        using var client = app.Client("only-audit");
        client.DefaultRequestHeaders.Add("Accept", "text/plain");
        var texts = new List<string>();
        foreach (var language in (string[])["en", "es-MX"])
        {
            client.DefaultRequestHeaders.AcceptLanguage.Clear();
            client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            using var response = await client.GetAsync("api/digests/2018-W01", Cancelled);
            Assert.Equal(language[..2], Assert.Single(response.Content.Headers.ContentLanguage));
            texts.Add(await response.Content.ReadAsStringAsync(Cancelled));
        }
        Assert.NotEqual(texts[0], texts[1]);
    }

    [Theory]
    [InlineData("GET", "api/digests/2019-W20", "only-submit", HttpStatusCode.Forbidden)]
    [InlineData("GET", "api/digests/2019-W20", null, HttpStatusCode.Unauthorized)]
    [InlineData("GET", "api/digests/2019-W53", "only-audit", HttpStatusCode.BadRequest)]
    [InlineData("GET", "api/digests/last-week", "only-audit", HttpStatusCode.BadRequest)]
    [InlineData("GET", "api/digests/2019-W20?audiense=x", "only-audit", HttpStatusCode.BadRequest)]
    [InlineData("GET", "api/digests/2019-W20?audience=Nobody", "only-audit", HttpStatusCode.NotFound)]
    [InlineData("GET", "api/digests/2190-W20", "only-audit", HttpStatusCode.NotFound)]
    [InlineData("POST", "api/digests/2019-W20/send", "only-audit", HttpStatusCode.Forbidden)]
    [InlineData("POST", "api/digests/2019-W20/send?again=perhaps", "only-admin", HttpStatusCode.BadRequest)]
    [InlineData("POST", "api/digests/2019-W20/send?audience=Nobody", "only-admin", HttpStatusCode.NotFound)]
    [InlineData("POST", "api/digests/2190-W20/send", "only-admin", HttpStatusCode.Conflict)]
    public async Task What_cannot_be_read_or_sent_is_refused_with_a_problem(string method, string path, string? key, HttpStatusCode status)
    {
        using var client = app.Client(key);
        using var response = await client.SendAsync(new(new(method), path), Cancelled);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Sending_answers_one_row_a_delivery_and_what_was_sent_is_sent_again_only_if_asked()
    {
        await using var other = await app.StartAnotherAsync("--DigestQueue:Enabled=true", "--Digests:Departments:0:Name=Cardiology");
        using var client = new HttpClient { BaseAddress = other.Address };
        client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
        var queue = app.Storage.Queue(QueueNames.Digests);
        await queue.ClearMessagesAsync(Cancelled);

        var first = await client.PostAsync("api/digests/2019-W30/send", null, Cancelled).JsonAsync(HttpStatusCode.OK);
        var second = await client.PostAsync("api/digests/2019-W30/send", null, Cancelled).JsonAsync(HttpStatusCode.OK);
        var again = await client.PostAsync("api/digests/2019-W30/send?again=true&audience=Cardiology", null, Cancelled)
            .JsonAsync(HttpStatusCode.OK);

        Assert.Equal(["organisation", "Cardiology"], first.GetProperty("items").Texts("audience"));
        Assert.Equal(["sent", "sent"], first.GetProperty("items").Texts("status"));
        Assert.Equal(["alreadySent", "alreadySent"], second.GetProperty("items").Texts("status"));
        Assert.Equal(["sent"], again.GetProperty("items").Texts("status"));
        Assert.Equal(3, (await queue.GetPropertiesAsync(Cancelled)).Value.ApproximateMessagesCount);
    }
}
