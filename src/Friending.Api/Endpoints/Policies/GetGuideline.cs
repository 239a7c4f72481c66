using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Api.Endpoints.Policies;

/// <summary>A guideline in the caller's language.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">Its title.</param>
/// <param name="Language">The language of the texts.</param>
/// <param name="Summary">What it says.</param>
/// <param name="Exceptions">Its exceptions.</param>
/// <param name="Alternatives">What to do instead.</param>
/// <param name="ShareMessages">Short messages to share with colleagues.</param>
/// <param name="Source">The document that it implements.</param>
public sealed record GuidelineText(
    string Id,
    string Title,
    string Language,
    string Summary,
    IReadOnlyList<string> Exceptions,
    IReadOnlyList<string> Alternatives,
    IReadOnlyList<string> ShareMessages,
    GuidelineSource? Source)
{
    /// <summary>A guideline's texts in a language.</summary>
    internal static GuidelineText Of(Guideline guideline, string language) => new(
        guideline.Id, guideline.Title?.In(language) ?? guideline.Id, language, guideline.Summary?.In(language) ?? "",
        [.. guideline.Exceptions.Select(t => t.In(language))],
        [.. guideline.Alternatives.Select(t => t.In(language))],
        [.. guideline.ShareMessages.Select(t => t.In(language))],
        guideline.Source);
}

/// <summary>GET /api/guidelines/{id}: what a guideline says.</summary>
internal static class GetGuideline
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/guidelines/{id}", Handle)
        .WithName(nameof(GetGuideline))
        .RequireAuthorization(Callers.AnyCaller);

    /// <summary>Read what a guideline says</summary>
    /// <remarks>What a guideline says, its exceptions and alternatives, and messages to share.</remarks>
    /// <param name="id">The guideline's number.</param>
    /// <response code="200">The guideline.</response>
    internal static Results<Ok<GuidelineText>, ProblemResult> Handle(
        HttpContext context, string id, AnswerLanguage language, PolicyDecisionPoint policy)
    {
        var guidelines = policy.Document.Guidelines;
        if (guidelines.FirstOrDefault(g => g.Id == id) is not { } guideline)
            return Problems.NotFound($"There is no such guideline; the ids are {string.Join(" and ", guidelines.Select(g => g.Id))}.");
        context.Response.Headers.ContentLanguage = language.Tag;
        context.Response.Headers.Vary = "Accept-Language";
        return TypedResults.Ok(GuidelineText.Of(guideline, language.Tag));
    }
}
