using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>POST /access/v1/search/subject: the AuthZEN Subject Search API.</summary>
internal static class SearchSubject
{
    internal static Operation Operation { get; } = new("SearchSubject", HttpMethods.Post, "access/v1/search/subject", Access.Only(Role.Submit), HandleAsync)
    {
        Summary = "AuthZEN: the subjects that may do something to a resource",
        RequestType = typeof(SubjectSearchRequest),
        ResponseType = typeof(SearchResults),
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (search, refused) = await AccessBody.ReadAsync(call, ApiJson.Web.SubjectSearchRequest);
        if (search is null)
            return refused!;
        var request = new AccessRequest { Subject = search.Subject?.ToEntity(), Action = search.Action, Resource = search.Resource, Context = search.Context };
        return AccessSearch.Answer(call, request, search.Page, SearchTarget.Subject);
    }
}
