using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Outbox;
using Friending.Service.Retention;
using Friending.Service.Reviews;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Friending.Service.Tests.CrashPoints;

/// <summary>Two things that two processes do at once with the same decision, or the same trail.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PrepareAsync">What must be there before.</param>
/// <param name="First">What one process does; whether it was done, not refused.</param>
/// <param name="Second">What the other does.</param>
/// <param name="Expected">How the decision must stand once both are through, whichever came first.</param>
/// <param name="LeastDone">How many of the two are done at least, the other being refused.</param>
/// <param name="MostDone">How many are done at most.</param>
internal sealed record Race(
    string Name, Func<IServiceProvider, Case, Task> PrepareAsync, Func<IServiceProvider, Case, Task<bool>> First,
    Func<IServiceProvider, Case, Task<bool>> Second, DecisionStatus Expected, int LeastDone, int MostDone)
{
    /// <summary>Whether the processes meet before writes only, and one pair after the other: they read whole tables.</summary>
    internal bool OnlyWrites { get; init; }

    private static readonly Reviewer s_ana = new("sm-5001", "sm-5001");
    private static readonly Reviewer s_ben = new("sm-5002", "sm-5002");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Race> All { get; } =
    [
        // First, while there is little: these read whole tables.
        new("two purges", Workflow.OldAsync, PurgeAsync, PurgeAsync,
            DecisionStatus.Final, 2, 2) { OnlyWrites = true },
        new("a purge and a withdrawal", Workflow.OldAsync, PurgeAsync, WithdrawAsync,
            DecisionStatus.Final, 1, 2) { OnlyWrites = true },
        new("two erasures", WithdrawnAndRelayedAsync, EraseAsync, EraseAsync,
            DecisionStatus.Withdrawn, 2, 2) { OnlyWrites = true },
        new("a relay and an erasure", WithdrawnAsync, RelayAsync, EraseAsync,
            DecisionStatus.Withdrawn, 2, 2) { OnlyWrites = true },
        new("a relay and an erasure that another relay publishes", WithdrawnAsync, RelayAsync, EraseAndRelayAsync,
            DecisionStatus.Withdrawn, 2, 2) { OnlyWrites = true },
        new("a withdrawal and an erasure", Workflow.AddAsync, WithdrawAsync, EraseAsync,
            DecisionStatus.Final, 1, 2) { OnlyWrites = true },
        new("a review and an erasure", Workflow.PendAsync, ResolveAs(s_ana, "permit"), EraseAsync,
            DecisionStatus.Reviewed, 2, 2) { OnlyWrites = true },
        new("a purge and an erasure", Workflow.OldAsync, PurgeAsync, EraseAsync,
            DecisionStatus.Final, 2, 2) { OnlyWrites = true },
        new("two submissions under one key", Workflow.NothingAsync, SubmitAsync, SubmitAsync,
            DecisionStatus.Final, 2, 2),
        new("one message delivered twice", Workflow.NothingAsync, TakeAsync, TakeAsync,
            DecisionStatus.Final, 2, 2),
        new("two relays", Workflow.AddAsync, RelayAsync, RelayAsync,
            DecisionStatus.Final, 2, 2),
        new("a relay and a withdrawal", Workflow.AddAsync, RelayAsync, WithdrawAsync,
            DecisionStatus.Withdrawn, 2, 2),
        new("two reviewers take a case", Workflow.PendAsync, ClaimAs(s_ana), ClaimAs(s_ben),
            DecisionStatus.PendingReview, 1, 1),
        new("two reviewers decide", Workflow.PendAsync, ResolveAs(s_ana, "permit"), ResolveAs(s_ben, "decline"),
            DecisionStatus.Reviewed, 1, 1),
        new("a question and a decision", Workflow.PendAsync, QuestionAsync, ResolveAs(s_ben, "decline"),
            DecisionStatus.Reviewed, 1, 2),
        new("a decision and a withdrawal", Workflow.PendAsync, ResolveAs(s_ana, "permit"), WithdrawAsync,
            DecisionStatus.Withdrawn, 1, 2),
        new("two appeals", AppealableAsync, AppealAsync, AppealAsync,
            DecisionStatus.PendingReview, 1, 2),
        new("an appeal and a withdrawal", AppealableAsync, AppealAsync, WithdrawAsync,
            DecisionStatus.Withdrawn, 1, 2),
        new("two entries of the audit trail", Workflow.NothingAsync, AppendAsync, AppendAsync,
            DecisionStatus.Final, 2, 2),
        new("two subscriptions of a caller who may have one more", SubscribeAllButOneAsync, SubscribeAsync, SubscribeAsync,
            DecisionStatus.Final, 1, 1),
        new("a relay and the end of a subscription", SubscribedAsync, RelayAsync, UnsubscribeAsync,
            DecisionStatus.Final, 2, 2),
    ];

    private static async Task<bool> SubmitAsync(IServiceProvider services, Case about)
    {
        Tell(about, await Workflow.SubmitAsync(services, about, about.Staff));
        return true;
    }

    private static async Task<bool> TakeAsync(IServiceProvider services, Case about)
    {
        Tell(about, (await services.GetRequiredService<RequestIntake>().TakeAsync(
            about.Staff, 1, about.Began, new BinaryData(about.Request), Cancelled)).Decision);
        return true;
    }

    private static void Tell(Case about, DecisionId? id)
    {
        Assert.NotNull(id);
        Assert.True(about.Acknowledged is null || about.Acknowledged == id, "Two decisions were told.");
        about.Acknowledged = id;
    }

    private static async Task<bool> RelayAsync(IServiceProvider services, Case about)
    {
        await services.GetRequiredService<OutboxRelay>().RelayAsync(about.Id!.Value, Cancelled);
        return true;
    }

    private static Func<IServiceProvider, Case, Task<bool>> ClaimAs(Reviewer reviewer) => async (services, about) =>
        Was(await services.GetRequiredService<ReviewDesk>().ClaimAsync(about.Id!.Value, reviewer, null, Cancelled));

    private static Func<IServiceProvider, Case, Task<bool>> ResolveAs(Reviewer reviewer, string resolution) => async (services, about) =>
        Was(await services.GetRequiredService<ReviewDesk>().ResolveAsync(
            about.Id!.Value, new() { Resolution = resolution, Reason = "Friends since school." }, reviewer, null, Cancelled));

    private static async Task<bool> QuestionAsync(IServiceProvider services, Case about) =>
        Was(await services.GetRequiredService<ReviewDesk>().AskAsync(
            about.Id!.Value, new() { Text = "Since when?" }, s_ana, null, Cancelled));

    private static async Task<bool> WithdrawAsync(IServiceProvider services, Case about)
    {
        // Only their own, as the API has it.
        var stored = await services.GetRequiredService<DecisionStore>().FindAsync(about.Id!.Value, Cancelled);
        var isDone = stored?.Decision.Staff.Id == about.Staff
            && Was(await services.GetRequiredService<ReviewDesk>().WithdrawAsync(about.Id!.Value, about.Staff, null, Cancelled));
        if (isDone)
            (about.Expected, about.IsPurged) = (DecisionStatus.Withdrawn, false);
        return isDone;
    }

    private static async Task WithdrawnAsync(IServiceProvider services, Case about)
    {
        await Workflow.AddAsync(services, about);
        Assert.True(await WithdrawAsync(services, about));
    }

    private static async Task WithdrawnAndRelayedAsync(IServiceProvider services, Case about)
    {
        await WithdrawnAsync(services, about);
        await RelayAsync(services, about);
    }

    // To something that does not happen here, so that no relay calls them all.
    private static async Task<bool> SubscribeAsync(IServiceProvider services, Case about) =>
        await AddSubscriptionAsync(services, about, DecisionEvents.Released) is Subscribing.Subscribed;

    private static Task<Subscribing> AddSubscriptionAsync(IServiceProvider services, Case about, string what) =>
        services.GetRequiredService<Subscriptions>().AddAsync(
            new() { Callback = "https://127.0.0.1/hook", Events = [DecisionEvents.TypeOf(what)] }, about.Staff, Cancelled);

    private static async Task SubscribeAllButOneAsync(IServiceProvider services, Case about)
    {
        for (var i = 1; i < Subscriptions.MostOfCaller; i++)
            Assert.True(await SubscribeAsync(services, about));
    }

    private static async Task SubscribedAsync(IServiceProvider services, Case about)
    {
        await Workflow.AddAsync(services, about);
        about.Subscription = Assert.IsType<Subscribing.Subscribed>(
            await AddSubscriptionAsync(services, about, DecisionEvents.Made)).Subscription.Id;
    }

    private static Task<bool> UnsubscribeAsync(IServiceProvider services, Case about) =>
        services.GetRequiredService<Subscriptions>().RemoveAsync(about.Subscription!, about.Staff, Cancelled);

    private static async Task<bool> PurgeAsync(IServiceProvider services, Case about)
    {
        // What is withdrawn before it is read stays, until that is published.
        about.IsPurged = about.Expected != DecisionStatus.Withdrawn;
        await services.GetRequiredService<DecisionPurge>().RunAsync(Cancelled);
        return true;
    }

    private static async Task<bool> EraseAsync(IServiceProvider services, Case about)
    {
        about.IsErased = true;
        await services.GetRequiredService<StaffErasure>().RunAsync(about.Staff, null, Cancelled);
        return true;
    }

    private static async Task<bool> EraseAndRelayAsync(IServiceProvider services, Case about) =>
        await EraseAsync(services, about) && await RelayAsync(services, about);

    private static async Task AppealableAsync(IServiceProvider services, Case about) =>
        about.Id = await Workflow.SubmitAsync(services, about, about.Staff);

    private static async Task<bool> AppealAsync(IServiceProvider services, Case about) =>
        Was(await services.GetRequiredService<AskerDesk>().AppealAsync(
            about.Id!.Value, new() { Note = "Please look again." }, about.Staff, null, Cancelled));

    private static async Task<bool> AppendAsync(IServiceProvider services, Case about)
    {
        await services.GetRequiredService<AuditTrail>().AppendAsync(new("test", about.Staff, "race", about.Staff, null), Cancelled);
        return true;
    }

    private static bool Was(DecisionChange change) => change is DecisionChange.Done;
}
