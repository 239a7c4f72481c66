using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Friending.Service.Reviews;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>POST /api/decisions/{id}/review: a reviewer decides what the policy left to a person.</summary>
internal static class ResolveReview
{
    internal static Operation Operation { get; } = new(
        "ResolveReview", HttpMethods.Post, "api/decisions/{id}/review", Access.Only(Role.Review), HandleAsync)
    {
        Summary = "Resolve a review",
        RequestType = typeof(ReviewRequest),
        ResponseType = typeof(Decision),
        Parameters = [OperationParameter.DecisionId, OperationParameter.IfMatch],
        Responses = [.. DecisionChanges.Responses, new(422, "The reason may identify somebody; nothing was kept.")],
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (review, refused) = await RequestBody.ReadAsync(call, utf8 => StrictJson.Read(utf8, ServiceJson.Web.ReviewRequest));
        if (review is null)
            return refused!;
        if (!DecisionId.TryParse(call.Route("id"), out var id))
            return Problems.NotFound("There is no such decision.");
        var caller = call.Caller;
        var reviewer = new Reviewer(caller.Actor, caller.StaffId);
        var change = await call.Get<ReviewDesk>().ResolveAsync(id, review, reviewer, EntityTags.IfMatch(call.Context.Request), call.Aborted);
        return DecisionChanges.Answer(call, change);
    }
}
