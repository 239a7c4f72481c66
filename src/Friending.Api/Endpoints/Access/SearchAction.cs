namespace Friending.Api.Endpoints.Access;

/// <summary>POST /access/v1/search/action: the AuthZEN Action Search API.</summary>
internal static class SearchAction
{
    internal const string Path = "/access/v1/search/action";

    internal static void Map(IEndpointRouteBuilder group) => group.MapPost(Path, Handle)
        .WithName(nameof(SearchAction))
        .RequireAuthorization(Callers.Only(Role.Submit));

    /// <summary>AuthZEN: what a subject may do to a resource</summary>
    /// <remarks>The AuthZEN Action Search API.</remarks>
    /// <response code="200">What was found.</response>
    internal static Results<Ok<SearchResults>, ProblemResult> Handle(AccessBody<ActionSearchRequest> body, AccessEvaluator evaluator)
    {
        var search = body.Value;
        var request = new AccessRequest { Subject = search.Subject, Resource = search.Resource, Context = search.Context };
        return AccessSearch.Answer(evaluator, request, search.Page, SearchTarget.Action);
    }
}
