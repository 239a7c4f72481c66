namespace Friending.Api.Endpoints.Access;

/// <summary>POST /access/v1/search/subject: the AuthZEN Subject Search API.</summary>
internal static class SearchSubject
{
    internal const string Path = "/access/v1/search/subject";

    internal static void Map(IEndpointRouteBuilder group) => group.MapPost(Path, Handle)
        .WithName(nameof(SearchSubject))
        .RequireAuthorization(Callers.Only(Role.Submit));

    /// <summary>AuthZEN: the subjects that may do something to a resource</summary>
    /// <remarks>The AuthZEN Subject Search API.</remarks>
    /// <response code="200">What was found.</response>
    internal static Results<Ok<SearchResults>, ProblemResult> Handle(AccessBody<SubjectSearchRequest> body, AccessEvaluator evaluator)
    {
        var search = body.Value;
        var request = new AccessRequest
        { Subject = search.Subject?.ToEntity(), Action = search.Action, Resource = search.Resource, Context = search.Context };
        return AccessSearch.Answer(evaluator, request, search.Page, SearchTarget.Subject);
    }
}
