using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>POST /api/evaluate: what the policy would answer; keeps nothing, and facts may be missing.</summary>
internal static class EvaluateRequest
{
    internal static Operation Operation { get; } = new("EvaluateRequest", HttpMethods.Post, "api/evaluate", Access.PersonsOr(Role.Submit), HandleAsync)
    {
        Summary = "Ask what the policy would answer, keeping nothing",
        RequestType = typeof(FriendRequest),
        ResponseType = typeof(EvaluationAnswer),
        Parameters =
        [
            new(ParameterPlace.Query, "ask", "Leaves facts that have defaults open, as an interview does.") { Values = ["all"] },
            new(ParameterPlace.Query, "change", "Tells which single fact, changed, would change the outcome, and to what.") { Values = ["each"] },
            OperationParameter.AcceptLanguage,
        ],
        Responses = [Refusals.IdentifyingNote],
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (request, refused) = await RequestBody.ReadAsync(call, utf8 => StrictJson.Read(utf8, ServiceJson.Web.FriendRequest));
        if (request is null)
            return refused!;
        if (!OnBehalf.TryFillIn(ref request, call.Caller))
            return OnBehalf.Refused;
        var (ask, change) = call.Context.Request.QueryString.HasValue ? (call.Context.Request.Query["ask"], call.Context.Request.Query["change"]) : default;
        if (ask.Count > 0 && ask != "all")
            return Problems.Of(400, "invalid-request", "The request is not valid", "The query parameter ask takes only the value all.");
        if (change.Count > 0 && change != "each")
            return Problems.Of(400, "invalid-request", "The request is not valid", "The query parameter change takes only the value each.");
        var policy = call.Get<PolicyDecisionPoint>();
        var language = Languages.Of(call.Context.Request, policy.Document);
        var (answer, invalid) = call.Get<RequestDecider>().Evaluate(request, language, askAll: ask.Count > 0);
        if (answer is null)
            return Refusals.Of(invalid!);
        if (change.Count == 0)
            return TypedResults.Json(answer, ServiceJson.Web.EvaluationAnswer);
        var facts = FactBinding.Of(policy.Facts, answer.Facts, [], fillDefaults: false).Facts;
        return TypedResults.Json(answer with { Counterfactuals = Explanation.Counterfactuals(policy, facts) }, ServiceJson.Web.EvaluationAnswer);
    }
}
