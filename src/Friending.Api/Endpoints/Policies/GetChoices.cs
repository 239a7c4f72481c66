using System.Text.Json.Nodes;
using Friending.Api.Endpoints.Assistants;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Endpoints.Policies;

/// <summary>What can be chosen under the policy in force.</summary>
/// <param name="Facts">A JSON Schema of a request's <c>facts</c>: a member for each fact, with its question and its values.</param>
/// <param name="Values">The values of each fact, by the fact's name.</param>
/// <param name="Resolutions">The outcomes that a reviewer may give.</param>
/// <param name="Networks">The networks to choose from; every other can be written.</param>
public sealed record PolicyChoices(
    JsonObject Facts,
    IReadOnlyDictionary<string, IReadOnlyList<QuestionChoice>> Values,
    IReadOnlyList<QuestionChoice> Resolutions,
    IReadOnlyList<QuestionChoice> Networks);

/// <summary>GET /api/policy/choices: the values that a form, or the designer of a flow, lets people pick.</summary>
internal static class GetChoices
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/policy/choices", Handle)
        .WithName(nameof(GetChoices))
        .RequireAuthorization(Callers.AnyCaller);

    /// <summary>Read what can be chosen under the policy in force</summary>
    /// <remarks>The values of each fact, the outcomes that a reviewer may give, and the networks, each with its label.</remarks>
    /// <response code="200">What can be chosen.</response>
    internal static Ok<PolicyChoices> Handle(HttpContext context, AnswerLanguage language, PolicyDecisionPoint policy)
    {
        var (document, tag) = (policy.Document, language.Tag);
        var outcomes = document.Outcomes.ToDictionary(o => o.Value, o => o.Label?.In(tag) ?? o.Value);
        var facts = ToolSchemas.Facts(document);
        // The designer of a flow shows the title over a member.
        foreach (var fact in document.Facts)
            facts["properties"]![fact.Name]!["title"] = fact.Label?.In(tag) ?? fact.Name;
        context.Response.Headers.ContentLanguage = tag;
        context.Response.Headers.Vary = "Accept-Language";
        return TypedResults.Ok(
            new PolicyChoices(
                facts,
                document.Facts.ToDictionary(
                    f => f.Name,
                    IReadOnlyList<QuestionChoice> (f) =>
                        [.. f.Values.Select(v => new QuestionChoice(v.Value, v.Label?.In(tag) ?? v.Value))]),
                [.. ReviewRequest.ResolutionsOf(document).Select(o => new QuestionChoice(o, outcomes[o]))],
                [.. (document.Presentation?.Networks ?? []).Select(n => new QuestionChoice(n, n))]));
    }
}
