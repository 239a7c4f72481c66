using System.Text.Json;
using Friending.Policy.Engine;
using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Outbox;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Reviews;
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

    private static readonly Reviewer s_reviewer = new("sm-5001", "sm-5001");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Workflow> All { get; } =
    [
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
        new("audit append", NothingAsync, (s, c, _) =>
            s.GetRequiredService<AuditTrail>().AppendAsync(new("test", c.Staff, "crash point", c.Staff, null), Cancelled)),
        new("seal and checkpoint", AddAsync, (s, _, _) => s.GetRequiredService<AuditSeals>().RunAsync(Cancelled)) { OnlyWrites = true },
        new("subscription", NothingAsync, async (s, c, _) =>
        {
            var subscriptions = s.GetRequiredService<Subscriptions>();
            var made = await subscriptions.AddAsync(
                new() { Callback = "https://127.0.0.1/hook", Events = ["friending.decision.withdrawn"] }, c.Staff, Cancelled);
            Assert.True(await subscriptions.RemoveAsync(Assert.IsType<Subscribing.Subscribed>(made).Subscription.Id, c.Staff, Cancelled));
        }),
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

    private static async Task OldAsync(IServiceProvider services, Case about)
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
internal sealed record Case(string Name, string Staff, IServiceProvider Undisturbed)
{
    /// <summary>When it began.</summary>
    internal DateTimeOffset Began { get; } = DateTimeOffset.UtcNow;

    /// <summary>The request of its own.</summary>
    internal string Request => Messages.PatientInCare.Replace("rn-1042", Staff, StringComparison.Ordinal);

    /// <summary>The decision that it is about; null where the workflow makes it.</summary>
    internal DecisionId? Id { get; set; }

    /// <summary>The decision that whoever asked was told of.</summary>
    internal DecisionId? Acknowledged { get; set; }

    /// <summary>How the decision must stand.</summary>
    internal DecisionStatus Expected { get; set; } = DecisionStatus.Final;

    /// <summary>Whether nobody can know if there is a decision.</summary>
    internal bool IsUncertain { get; set; }

    /// <summary>Whether the decision must be gone.</summary>
    internal bool IsPurged { get; set; }

    /// <summary>Whether the person must be gone.</summary>
    internal bool IsErased { get; set; }
}
