using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

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
    GuidelineSource? Source);

/// <summary>GET /api/guidelines/{id}: what a guideline says, its exceptions and alternatives, and messages to share.</summary>
internal static class GetGuideline
{
    internal static Operation Operation { get; } = new("GetGuideline", HttpMethods.Get, "api/guidelines/{id}", Access.AnyCaller, Handle)
    {
        Summary = "Read what a guideline says",
        ResponseType = typeof(GuidelineText),
        Parameters =
        [
            new(ParameterPlace.Path, "id", "The guideline's number.") { Example = "7" },
            OperationParameter.AcceptLanguage,
        ],
    };

    private static Task<IResult> Handle(Call call)
    {
        var document = call.Get<PolicyDecisionPoint>().Document;
        var guideline = document.Guidelines.FirstOrDefault(g => g.Id == call.Route("id"));
        if (guideline is null)
            return Task.FromResult(Problems.NotFound($"There is no such guideline; there are {string.Join(" and ", document.Guidelines.Select(g => g.Id))}."));
        var language = Languages.Of(call.Context.Request, document);
        var text = new GuidelineText(
            guideline.Id, guideline.Title?.In(language) ?? guideline.Id, language, guideline.Summary?.In(language) ?? "",
            [.. guideline.Exceptions.Select(t => t.In(language))],
            [.. guideline.Alternatives.Select(t => t.In(language))],
            [.. guideline.ShareMessages.Select(t => t.In(language))],
            guideline.Source);
        call.Context.Response.Headers.ContentLanguage = language;
        call.Context.Response.Headers.Vary = "Accept-Language";
        return Task.FromResult<IResult>(TypedResults.Json(text, ApiJson.Web.GuidelineText));
    }
}
