using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>POST /access/v1/search/resource: the AuthZEN Resource Search API.</summary>
internal static class SearchResource
{
    internal static Operation Operation { get; } = new("SearchResource", HttpMethods.Post, "access/v1/search/resource", Access.Only(Role.Submit), HandleAsync)
    {
        Summary = "AuthZEN: the resources that a subject may do something to",
        RequestType = typeof(ResourceSearchRequest),
        ResponseType = typeof(SearchResults),
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (search, refused) = await AccessBody.ReadAsync(call, ApiJson.Web.ResourceSearchRequest);
        if (search is null)
            return refused!;
        var request = new AccessRequest { Subject = search.Subject, Action = search.Action, Resource = search.Resource?.ToEntity(), Context = search.Context };
        return AccessSearch.Answer(call, request, search.Page, SearchTarget.Resource);
    }
}
