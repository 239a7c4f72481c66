using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>POST /access/v1/search/action: the AuthZEN Action Search API.</summary>
internal static class SearchAction
{
    internal static Operation Operation { get; } = new("SearchAction", HttpMethods.Post, "access/v1/search/action", Access.Only(Role.Submit), HandleAsync)
    {
        Summary = "AuthZEN: what a subject may do to a resource",
        RequestType = typeof(ActionSearchRequest),
        ResponseType = typeof(SearchResults),
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (search, refused) = await AccessBody.ReadAsync(call, ApiJson.Web.ActionSearchRequest);
        if (search is null)
            return refused!;
        var request = new AccessRequest { Subject = search.Subject, Resource = search.Resource, Context = search.Context };
        return AccessSearch.Answer(call, request, search.Page, SearchTarget.Action);
    }
}
