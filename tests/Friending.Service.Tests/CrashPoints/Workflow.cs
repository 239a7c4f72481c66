using System.Text.Json;
using Azure.Data.Tables;
using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Digests.Sending;
using Friending.Service.Feed;
using Friending.Service.Intake;
using Friending.Service.Notices;
using Friending.Service.Outbox;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Service.Tests.CrashPoints;

/// <summary>
/// Something that the service does with storage. It is prepared undisturbed, run while a call goes wrong, and where that failed run again
/// undisturbed, as whoever asked for it does.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="PrepareAsync">What must be there before; what it gives is handed to the rest.</param>
/// <param name="RunAsync">Runs it; the number of the run is from 1.</param>
internal sealed record Workflow(
    string Name, Func<IServiceProvider, Case, Task> PrepareAsync, Func<IServiceProvider, Case, int, Task> RunAsync)
{
    /// <summary>Whether only calls that may change something are spoiled: the workflow reads whole tables.</summary>
    internal bool OnlyWrites { get; init; }

    /// <summary>Whether its runs come one after the other: one would do what another has left.</summary>
    internal bool IsAlone { get; init; }

    private static readonly Reviewer s_reviewer = new("sm-5001", "sm-5001");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Workflow> All { get; } =
    [
        // First, while there is little: these read whole tables.
        new("purge", OldAsync, async (s, c, _) =>
        {
            c.IsPurged = true;
            await s.GetRequiredService<DecisionPurge>().RunAsync(Cancelled);
        }) { OnlyWrites = true },
        new("erasure", AddAsync, async (s, c, _) =>
        {
            c.IsErased = true;
            await s.GetRequiredService<StaffErasure>().RunAsync(c.Staff, null, Cancelled);
        }) { OnlyWrites = true },
        new("seal and checkpoint", AddAsync, (s, _, _) => s.GetRequiredService<AuditSeals>().RunAsync(Cancelled)) { OnlyWrites = true },
        new("submit", NothingAsync, async (s, c, run) =>
        {
            // Whoever has no key and no answer does not know whether to ask again.
            if (run == 1)
                c.Acknowledged = await SubmitAsync(s, c, null);
            else
                c.IsUncertain = true;
        }),
        new("submit with a key", NothingAsync, async (s, c, _) => c.Acknowledged = await SubmitAsync(s, c, c.Staff)),
        new("queue message", NothingAsync, async (s, c, run) => Assert.NotNull((await s.GetRequiredService<RequestIntake>().TakeAsync(
            c.Staff, run, c.Began, new BinaryData(c.Request), Cancelled)).Decision)),
        new("relay", AddAsync, (s, c, _) => s.GetRequiredService<OutboxRelay>().RelayAsync(c.Id!.Value, Cancelled)),
        Change("claim", (s, c) => s.GetRequiredService<ReviewDesk>().ClaimAsync(c.Id!.Value, s_reviewer, null, Cancelled)),
        Change("ask for more", (s, c) =>
            s.GetRequiredService<ReviewDesk>().AskAsync(c.Id!.Value, new() { Text = "Since when?" }, s_reviewer, null, Cancelled)),
        Change("answer", (s, c) =>
            s.GetRequiredService<AskerDesk>().AnswerAsync(c.Id!.Value, new() { Note = "Since school." }, c.Staff, null, Cancelled)),
        Change("review", (s, c) => s.GetRequiredService<ReviewDesk>().ResolveAsync(
            c.Id!.Value, new() { Resolution = "permit", Reason = "Friends since school." }, s_reviewer, null, Cancelled)),
        Change("withdraw", (s, c) => s.GetRequiredService<ReviewDesk>().WithdrawAsync(c.Id!.Value, c.Staff, null, Cancelled)),
        new("appeal", NothingAsync, async (s, c, run) =>
        {
            c.Id ??= await SubmitAsync(c.Undisturbed, c, c.Staff);
            c.Expected = DecisionStatus.PendingReview;
            await s.GetRequiredService<AskerDesk>()
                .AppealAsync(c.Id!.Value, new() { Note = "Please look again." }, c.Staff, null, Cancelled);
        }),
        new("audit append", NothingAsync, (s, c, _) =>
            s.GetRequiredService<AuditTrail>().AppendAsync(new("test", c.Staff, "crash point", c.Staff, null), Cancelled)),
        new("subscription", NothingAsync, async (s, c, _) =>
        {
            var subscriptions = s.GetRequiredService<Subscriptions>();
            var made = await subscriptions.AddAsync(
                new() { Callback = "https://127.0.0.1/hook", Events = ["friending.decision.withdrawn"] }, c.Staff, Cancelled);
            Assert.True(await subscriptions.RemoveAsync(Assert.IsType<Subscribing.Subscribed>(made).Subscription.Id, c.Staff, Cancelled));
        }),
        new("feed", RelayedAsync, async (s, c, _) =>
        {
            for (IReadOnlyList<FeedItem> items = [null!]; items.Count > 0;)
            {
                (items, var read) = await s.GetRequiredService<DecisionFeed>().PollAsync(c.Read!, 100, Cancelled);
                c.TimesRead += items.Count(i => i.Id == c.Id);
                Assert.True(FeedCursor.TryParse(read, out var cursor));
                c.Read = cursor;
            }
        }),
        new("notice", ReviewedAsync, async (s, c, run) =>
        {
            // Later, what the ended one has claimed is given up.
            var process = run == 1 ? s : c.At(DateTimeOffset.UtcNow.AddHours(1));
            var decision = (await process.GetRequiredService<DecisionStore>().FindAsync(c.Id!.Value, Cancelled))!.Decision;
            await process.GetRequiredService<NoticeOpening>().HearAsync(DecisionEvents.Reviewed, decision, 2, Cancelled);
            await process.GetRequiredService<NoticeSender>().SendOpenAsync(Cancelled);
        }) { IsAlone = true },
        // The last: each sends the digest of a week of its own, in the past, which a purge would delete.
        new("digest", WeekAsync, async (s, c, run) =>
        {
            var process = run == 1 ? s : c.At(c.Week.AddHours(1));
            SetClock(process, run == 1 ? c.Week : c.Week.AddHours(1));
            await process.GetRequiredService<DigestSender>().SendDueAsync(Cancelled);
        }) { IsAlone = true, OnlyWrites = true },
    ];

    internal static Task NothingAsync(IServiceProvider services, Case about) => Task.CompletedTask;

    private static Workflow Change(string name, Func<IServiceProvider, Case, Task<DecisionChange>> change) =>
        new(name, PendAsync, async (s, c, run) =>
    {
        c.Expected =
            name switch { "review" => DecisionStatus.Reviewed, "withdraw" => DecisionStatus.Withdrawn, _ => DecisionStatus.PendingReview };
        var done = await change(s, c);
        // A second try of what was done, and not answered, may find it done.
        Assert.True(done is DecisionChange.Done || run > 1, $"{name}: {done}");
    });

    internal static async Task<DecisionId?> SubmitAsync(IServiceProvider services, Case about, string? key)
    {
        var request = JsonSerializer.Deserialize(about.Request, ServiceJson.Web.FriendRequest)!;
        var submitted = await services.GetRequiredService<RequestSubmission>().SubmitAsync(
            request, new("key:crash-points", DecisionSource.Http, "en", key), Cancelled);
        return Assert.IsType<Submission.Decided>(submitted).Stored.Decision.Id;
    }

    internal static Task AddAsync(IServiceProvider services, Case about) =>
        KeepAsync(services, about, StoredDecisions.At(DateTimeOffset.UtcNow, staffId: about.Staff));

    internal static async Task PendAsync(IServiceProvider services, Case about)
    {
        var policy = services.GetRequiredService<PolicyDecisionPoint>();
        await services.GetRequiredService<Friending.Service.Policies.PolicyArchive>().KeepActiveAsync(Cancelled);
        await KeepAsync(services, about, StoredDecisions.PendingAt(DateTimeOffset.UtcNow, policy, about.Staff));
    }

    private static async Task RelayedAsync(IServiceProvider services, Case about)
    {
        await AddAsync(services, about);
        // A reader who has read everything before; of the other shards nothing is asked.
        var own = DecisionKeys.ShardOf(about.Id!.Value);
        var head = await services.GetRequiredService<StorageAccount>().Table(TableNames.Feed)
            .GetEntityIfExistsAsync<TableEntity>(FeedRow.Partition(own), "head", cancellationToken: Cancelled);
        var read = head is { HasValue: true, Value: { } row } ? row.GetInt64("Number")!.Value : 0;
        about.Read = Enumerable.Range(0, DecisionKeys.Shards)
            .Aggregate(FeedCursor.Start, (cursor, shard) => cursor.With(shard, shard == own ? read : long.MaxValue - 1));
        await services.GetRequiredService<OutboxRelay>().RelayAsync(about.Id!.Value, Cancelled);
    }

    private static async Task ReviewedAsync(IServiceProvider services, Case about)
    {
        await PendAsync(services, about);
        Assert.IsType<DecisionChange.Done>(await services.GetRequiredService<ReviewDesk>().ResolveAsync(
            about.Id!.Value, new() { Resolution = "permit", Reason = "Friends since school." }, s_reviewer, null, Cancelled));
        about.Expected = DecisionStatus.Reviewed;
    }

    // Six requests in the week before; the digest of the week before that has been sent.
    private static async Task WeekAsync(IServiceProvider services, Case about)
    {
        var weekBefore = about.Week.AddDays(-7);
        var process = about.At(weekBefore);
        await process.GetRequiredService<DigestSender>().SendDueAsync(Cancelled);
        await KeepAsync(process, about, StoredDecisions.At(weekBefore, staffId: about.Staff));
        for (var i = 0; i < 5; i++)
            Assert.NotNull(await process.GetRequiredService<DecisionStore>()
                .TryAddAsync(StoredDecisions.At(weekBefore, staffId: FormattableString.Invariant($"other-{i}")), Cancelled));
        await process.GetRequiredService<AuditSeals>().RunAsync(Cancelled);
    }

    /// <summary>Sets the clock of a process.</summary>
    internal static void SetClock(IServiceProvider process, DateTimeOffset to)
    {
        var clock = (SettableTime)process.GetRequiredService<TimeProvider>();
        clock.Advance(to - clock.GetUtcNow());
    }

    internal static async Task OldAsync(IServiceProvider services, Case about)
    {
        await KeepAsync(services, about, StoredDecisions.At(DateTimeOffset.UtcNow.AddDays(-500), staffId: about.Staff));
        await services.GetRequiredService<OutboxRelay>().RelayAsync(about.Id!.Value, Cancelled);
    }

    private static async Task KeepAsync(IServiceProvider services, Case about, Decision decision)
    {
        Assert.NotNull(await services.GetRequiredService<DecisionStore>().TryAddAsync(decision, Cancelled));
        about.Id = decision.Id;
        about.Expected = decision.Status;
    }
}

/// <summary>One run of a workflow with one fault, and what must be so in the end.</summary>
/// <param name="Name">Which.</param>
/// <param name="Staff">A person of its own, so that what belongs to it is found again; also its message's id and its key.</param>
/// <param name="Undisturbed">A process in which nothing goes wrong.</param>
/// <param name="Number">How many began before it.</param>
/// <param name="At">A process in which nothing goes wrong, its clock set.</param>
internal sealed record Case(
    string Name, string Staff, IServiceProvider Undisturbed, int Number, Func<DateTimeOffset, IServiceProvider> At)
{
    /// <summary>When it began.</summary>
    internal DateTimeOffset Began { get; } = DateTimeOffset.UtcNow;

    /// <summary>A Thursday in a week of its own, after those of earlier cases.</summary>
    internal DateTimeOffset Week => new(IsoWeek.Of(new DateOnly(2001, 1, 1)).Monday.AddDays(3 + 7 * Number), new(12, 0), TimeSpan.Zero);

    /// <summary>The request of its own.</summary>
    internal string Request => Messages.PatientInCare.Replace("rn-1042", Staff, StringComparison.Ordinal);

    /// <summary>The decision that it is about; null where the workflow makes it.</summary>
    internal DecisionId? Id { get; set; }

    /// <summary>The decision that whoever asked was told of.</summary>
    internal DecisionId? Acknowledged { get; set; }

    /// <summary>How the decision must stand.</summary>
    internal DecisionStatus Expected { get; set; } = DecisionStatus.Final;

    /// <summary>How far a reader of the feed has read; null: there is none.</summary>
    internal FeedCursor? Read { get; set; }

    /// <summary>How many times that reader has seen the decision.</summary>
    internal int TimesRead { get; set; }

    /// <summary>The subscription that it is about.</summary>
    internal string? Subscription { get; set; }

    /// <summary>Whether nobody can know if there is a decision.</summary>
    internal bool IsUncertain { get; set; }

    /// <summary>Whether the decision must be gone.</summary>
    internal bool IsPurged { get; set; }

    /// <summary>Whether the person must be gone.</summary>
    internal bool IsErased { get; set; }
}
