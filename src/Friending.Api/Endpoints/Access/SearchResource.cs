namespace Friending.Api.Endpoints.Access;

/// <summary>POST /access/v1/search/resource: the AuthZEN Resource Search API.</summary>
internal static class SearchResource
{
    internal const string Path = "/access/v1/search/resource";

    internal static void Map(IEndpointRouteBuilder group) => group.MapPost(Path, Handle)
        .WithName(nameof(SearchResource))
        .RequireAuthorization(Callers.Only(Role.Submit));

    /// <summary>AuthZEN: the resources that a subject may do something to</summary>
    /// <remarks>The AuthZEN Resource Search API.</remarks>
    /// <response code="200">What was found.</response>
    internal static Results<Ok<SearchResults>, ProblemResult> Handle(AccessBody<ResourceSearchRequest> body, AccessEvaluator evaluator)
    {
        var search = body.Value;
        var request = new AccessRequest
        { Subject = search.Subject, Action = search.Action, Resource = search.Resource?.ToEntity(), Context = search.Context };
        return AccessSearch.Answer(evaluator, request, search.Page, SearchTarget.Resource);
    }
}
