using System.ComponentModel.DataAnnotations;
using Friending.Api.Pipeline.OpenApi;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Microsoft.AspNetCore.Mvc;

namespace Friending.Api.Endpoints.Requests;

/// <summary>POST /api/evaluate: what the policy would answer.</summary>
internal static class EvaluateRequest
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/evaluate", Handle)
        .WithName(nameof(EvaluateRequest))
        .RequireAuthorization(Callers.PersonsOr(Role.Submit))
        .Refuses(422);

    /// <summary>Ask what the policy would answer, keeping nothing</summary>
    /// <remarks>What the policy would answer; keeps nothing, and facts may be missing.</remarks>
    /// <param name="ask">Leaves facts that have defaults open, as an interview does.</param>
    /// <param name="change">Tells which single fact, changed, would change the outcome, and to what.</param>
    /// <response code="200">The answer.</response>
    /// <response code="422">The note may identify somebody; nothing was kept.</response>
    internal static Results<Ok<EvaluationAnswer>, ProblemResult> Handle(
        Caller caller,
        JsonBody<FriendRequest> body,
        AnswerLanguage language,
        [FromQuery, AllowedValues("all")] string? ask,
        [FromQuery, AllowedValues("each")] string? change,
        PolicyDecisionPoint policy,
        RequestDecider decider)
    {
        if (OnBehalf.FillIn(body.Value, caller) is not { } request)
            return OnBehalf.Refused;
        var (answer, refused) = decider.Evaluate(request, language.Tag, askAll: ask is not null);
        if (answer is null)
            return Refusals.Of(refused!);
        if (change is not null)
        {
            var facts = FactBinding.Of(policy.Facts, answer.Facts, [], fillDefaults: false).Facts;
            answer = answer with { Counterfactuals = Explanation.Counterfactuals(policy, facts) };
        }
        return TypedResults.Ok(answer);
    }
}
