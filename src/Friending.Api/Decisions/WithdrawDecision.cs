using Friending.Service.Decisions;
using Friending.Service.Reviews;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>POST /api/decisions/{id}/withdraw: whoever asked, or a reviewer, takes a decision back. Doing it again changes nothing.</summary>
internal static class WithdrawDecision
{
    internal static Operation Operation { get; } = new(
        "WithdrawDecision", HttpMethods.Post, "api/decisions/{id}/withdraw", Access.PersonsOr(Role.Review), HandleAsync)
    {
        Summary = "Withdraw a decision",
        ResponseType = typeof(Decision),
        Parameters = [OperationParameter.DecisionId, OperationParameter.IfMatch],
        Responses = DecisionChanges.Responses,
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (stored, refused) = await GetDecision.FindAsync(call);
        if (stored is null)
            return refused!;
        if (!call.Caller.Has(Role.Review) && !call.Caller.Owns(stored.Decision))
            return Problems.Forbidden("Only whoever asked for the decision, or a reviewer, may withdraw it.");
        var change = await call.Get<ReviewDesk>().WithdrawAsync(stored.Decision.Id, call.Caller.Actor, EntityTags.IfMatch(call.Context.Request), call.Aborted);
        return DecisionChanges.Answer(call, change);
    }
}
