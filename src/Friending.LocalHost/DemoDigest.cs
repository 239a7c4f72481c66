using System.Text.Json;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Digests.Sending;
using Friending.Service.Policies;
using Friending.Service.Requests;
using Friending.Service.Reviews;
using Microsoft.Extensions.Options;

namespace Friending.LocalHost;

/// <summary>Gives the weeks before this one sample decisions, as if people had asked all along, and sends the last week's digest.</summary>
internal static class DemoDigest
{
    private const int WeeksBack = 8;

    // Enough for a digest to tell something, with a few numbers so small that it hides them.
    private const int MostAWeek = 160;

    /// <summary>True if nothing that was sent failed.</summary>
    internal static async Task<bool> RunAsync(
        LocalHost host, HttpClient http, string[] requests, TextWriter console, CancellationToken cancellation)
    {
        var week = host.Services.GetRequiredService<DigestSchedule>().ThisWeek.Previous;
        if (await BackdateAsync(host.Services, week, requests, cancellation) is > 0 and var kept)
            await console.WriteLineAsync($"{kept} sample decisions are now in the {WeeksBack} weeks up to {week}.");

        using var response = await http.PostAsync(new Uri($"api/digests/{week}/send?again=true", UriKind.Relative), null, cancellation);
        var answered = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            await console.WriteLineAsync($"The digest of {week} could not be sent: {answered}\n");
            return false;
        }
        var sendings = JsonSerializer.Deserialize(answered, ServiceJson.Web.DigestSendings)!.Items;
        foreach (var sending in sendings)
            await console.WriteLineAsync($"The digest of {week} for {sending.Audience}, by {sending.Channel}: "
                + (sending.Status == DigestSendingStatus.Sent ? "sent" : sending.Error));
        if (sendings.Count == 0)
            await console.WriteLineAsync($"The digest of {week} was not sent: no channel is configured.");
        await console.WriteLineAsync($"""

            Read it as mail at {host.Emulators.MailPageUrl?.ToString() ?? "(no mail server was started)"}
            or as text:  curl {host.Address}api/digests/{week} -H 'x-functions-key: {LocalHost.DevelopmentKey}' -H 'Accept: text/plain'

            """);
        return sendings.All(s => s.Status == DigestSendingStatus.Sent);
    }

    // The same every time, and only once: weeks that have decisions keep theirs.
    private static async Task<int> BackdateAsync(IServiceProvider services, IsoWeek last, string[] requests, CancellationToken cancellation)
    {
        var decider = services.GetRequiredService<RequestDecider>();
        var store = services.GetRequiredService<DecisionStore>();
        var reviews = services.GetRequiredService<ReviewList>();
        var zone = services.GetRequiredService<IOptions<TimeZoneOptions>>().Value.Zone;
        var random = new Random(WeeksBack);
        var week = last;
        for (var i = 1; i < WeeksBack; i++)
            week = week.Previous;
        var (start, end) = (LocalClock.StartOf(week, zone), LocalClock.StartOf(last.Next, zone));
        if (await services.GetRequiredService<DecisionScan>()
            .ReadAsync(new(start, end) { Columns = [nameof(DecisionRow.Outcome)], PageSize = 1 }, cancellation).AnyAsync(cancellation))
            return 0;

        await services.GetRequiredService<PolicyArchive>().KeepActiveAsync(cancellation);
        var decisions = new List<Decision>();
        for (var i = 1; i <= WeeksBack; i++, week = week.Next)
        {
            (start, end) = (LocalClock.StartOf(week, zone), LocalClock.StartOf(week.Next, zone));
            for (var n = MostAWeek * (WeeksBack + i) / (2 * WeeksBack) - random.Next(20); n > 0; n--)
            {
                // The first samples are the everyday ones.
                var line = random.Next(random.Next(1, requests.Length) + 1);
                var staffId = FormattableString.Invariant($"demo-{random.Next(MostAWeek)}");
                decisions.Add(Decide(decider, requests[line], start + (end - start) * random.NextDouble(), random.Next(5) == 0, staffId));
            }
        }
        await Parallel.ForEachAsync(decisions, cancellation, async (decision, token) =>
        {
            await store.TryAddAsync(decision, token);
            if (decision.Review is { } review)
                await reviews.PutResolvedAsync(decision, review, token);
        });
        return decisions.Count;
    }

    private static Decision Decide(RequestDecider decider, string body, DateTimeOffset at, bool isQueued, string staffId)
    {
        var request = JsonSerializer.Deserialize(body, ServiceJson.Web.FriendRequest)!;
        request = request with { Staff = request.Staff! with { Id = staffId } };
        var answer = decider.Answer(request, "en", leavesOpenToReview: true).Answer
            ?? throw new InvalidDataException($"A sample request is refused: {body}");
        var decision = decider.Decide(DecisionId.NewAt(at), request, answer, "en", isQueued ? DecisionSource.Queue : DecisionSource.Http);
        // What waited for a person weeks ago has been decided since.
        return decision.Status == DecisionStatus.PendingReview
            ? decision with { Status = DecisionStatus.Reviewed, Review = new("permit", "A sample.", "key:demo", at.AddHours(20), null) }
            : decision;
    }
}
