using System.Net;
using System.Text.Json;
using Friending.Service.Auditing;
using Friending.Service.Backup;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>What an administrator does from outside the network of production storage.</summary>
public sealed class AdminOperationTests(AppFixture app)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_is_erased_by_their_id_in_any_case_and_the_trail_still_holds()
    {
        using var nurse = app.Person("rn-9001");
        var made = await nurse.PostJsonAsync("/api/requests",
            SampleRequests.PatientInCare.Replace("rn-1042", "rn-9001", StringComparison.Ordinal))
            .JsonAsync(HttpStatusCode.Created);
        using var admin = app.Client("only-admin");
        await app.Host.Services.GetRequiredService<AuditSeals>().RunAsync(Cancelled);

        var report = await admin.PostJsonAsync("/api/staff/erasure", """{"staffId":"RN-9001"}""").JsonAsync(HttpStatusCode.OK);

        Assert.Equal(1, report.GetProperty("decisions").GetInt32());
        using var auditor = app.Client("only-audit");
        var kept = await auditor.GetAsync($"/api/decisions/{made.GetProperty("id").GetString()}", Cancelled).JsonAsync(HttpStatusCode.OK);
        Assert.Equal("erased", kept.GetProperty("staff").GetProperty("id").GetString());
        var verified = await auditor.GetAsync("/api/audit/verification", Cancelled).JsonAsync(HttpStatusCode.OK);
        // Other tests write rows of their own into this storage, which the verification tells of; none is this decision's or the trail's.
        Assert.DoesNotContain(
            verified.GetProperty("problems").EnumerateArray(),
            p => p.GetProperty("number").GetInt64() > 0
                || p.GetRawText().Contains(made.GetProperty("id").GetString()!, StringComparison.Ordinal));
        Assert.True(verified.GetProperty("decisions").GetInt64() > 0);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"staffId":"  "}""")]
    [InlineData("""{"staffId":"key:only-admin"}""")]
    [InlineData("""{"staffId":"erased"}""")]
    [InlineData("""{"staffId":"rn-1","really":true}""")]
    public async Task An_erasure_of_nobody_is_refused(string body)
    {
        using var admin = app.Client("only-admin");

        await admin.PostJsonAsync("/api/staff/erasure", body).JsonAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_message_that_could_not_be_taken_is_listed_with_its_reason_put_back_once_mended_and_dropped_otherwise()
    {
        using var admin = app.Client("only-admin");
        var later = await PoisonAsync("later", """{"staff":{"id":"rn-1042"},"platform":"later","weather":"fine"}""", "invalid");
        var named = await PoisonAsync("x",
            """{"staff":{"id":"rn-1042"},"platform":"x","direction":"accept","otherParty":"""
                + """{"patient":"current"},"note":"Call 555-867-5309"}""", "identifying-note");

        Assert.True(later.GetProperty("canRetry").GetBoolean());
        Assert.Contains("/weather", later.GetProperty("errors").EnumerateObject().Select(e => e.Name));
        Assert.False(named.GetProperty("canRetry").GetBoolean());
        Assert.DoesNotContain("555", named.GetRawText(), StringComparison.Ordinal);
        await SendAsync(HttpMethod.Post, $"/api/poison/{Id(named)}/retry", HttpStatusCode.Conflict);
        await SendAsync(HttpMethod.Delete, $"/api/poison/{Id(named)}", HttpStatusCode.NoContent);
        await SendAsync(HttpMethod.Delete, $"/api/poison/{Id(named)}", HttpStatusCode.NotFound);

        // Not mended, so it comes back, as another entry.
        await SendAsync(HttpMethod.Post, $"/api/poison/{Id(later)}/retry", HttpStatusCode.NoContent);
        await Eventually.IsSoAsync("It is refused again", async () => (await ItemsAsync()).Any(i =>
            Id(i) != Id(later) && i.GetProperty("message").GetString()?.Contains("\"later\"", StringComparison.Ordinal) == true));
        Assert.Equal(
            ["poison.discarded", "poison.retried"],
            (await TrailAsync()).Where(r => r.Subject == Id(named) || r.Subject == Id(later)).Select(r => r.What).Order());

        async Task SendAsync(HttpMethod method, string path, HttpStatusCode expected)
        {
            using var answer = await admin.SendAsync(new(method, path), Cancelled);
            Assert.Equal(expected, answer.StatusCode);
        }

        async Task<JsonElement> PoisonAsync(string platform, string message, string reason)
        {
            await app.Storage.Queue(QueueNames.Requests).SendMessageAsync(message, Cancelled);
            JsonElement? found = null;
            await Eventually.IsSoAsync($"{platform} is refused", async () =>
            {
                foreach (var item in await ItemsAsync())
                    if (item.GetProperty("reason").GetString() == reason)
                        found = item;
                return found is not null;
            });
            return found!.Value;
        }

        async Task<List<JsonElement>> ItemsAsync() =>
            [.. (await admin.GetAsync("/api/poison", Cancelled).JsonAsync(HttpStatusCode.OK)).GetProperty("items").EnumerateArray()];
    }

    [Fact]
    public async Task Backups_are_listed_and_none_is_restored_over_decisions()
    {
        using var admin = app.Client("only-admin");
        using var submitter = app.Client();
        await submitter.PostJsonAsync("/api/requests", SampleRequests.PatientInCare).JsonAsync(HttpStatusCode.Created);
        var backup = await app.Host.Services.GetRequiredService<TableBackup>().RunAsync(Cancelled);

        var listed = await admin.GetAsync("/api/backups", Cancelled).JsonAsync(HttpStatusCode.OK);

        Assert.Contains(backup.Name, listed.GetProperty("items").Texts("name"));
        var refused = await admin.PostJsonAsync($"/api/backups/{backup.Name}/restore", "").JsonAsync(HttpStatusCode.Conflict);
        Assert.Equal("/problems/not-empty", refused.GetProperty("type").GetString());
        await admin.PostJsonAsync("/api/backups/20010101T000000Z/restore", "").JsonAsync(HttpStatusCode.NotFound);
    }

    private static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    private async Task<List<(string What, string Subject)>> TrailAsync()
    {
        var rows = new List<(string, string)>();
        await foreach (var row in app.Storage.Table(TableNames.Audit)
            .QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Cancelled))
            if (row.GetString("What") is { } what)
                rows.Add((what, row.GetString("Subject")));
        return rows;
    }
}
