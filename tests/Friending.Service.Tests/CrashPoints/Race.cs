using Friending.Service.Auditing;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Outbox;
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
    private static readonly Reviewer s_ana = new("sm-5001", "sm-5001");
    private static readonly Reviewer s_ben = new("sm-5002", "sm-5002");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Race> All { get; } =
    [
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

    private static async Task<bool> WithdrawAsync(IServiceProvider services, Case about) =>
        Was(await services.GetRequiredService<ReviewDesk>().WithdrawAsync(about.Id!.Value, about.Staff, null, Cancelled));

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
