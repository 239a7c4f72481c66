using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Reviews;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>GET /api/reviews: the decisions that wait for a reviewer, oldest first.</summary>
internal static class ListReviews
{
    internal const int MaxLimit = 100;
    internal const int DefaultLimit = 50;

    internal static Operation Operation { get; } = new("ListReviews", HttpMethods.Get, "api/reviews", Access.Only(Role.Review), HandleAsync)
    {
        Summary = "List the decisions that wait for a reviewer",
        ResponseType = typeof(DecisionPage),
        Parameters = [OperationParameter.Limit, OperationParameter.Cursor],
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var parameters = new QueryParameters(call.Context.Request, "limit", "cursor");
        var limit = parameters.Number("limit", 1, MaxLimit, DefaultLimit);
        var cursors = call.Get<Cursors>();
        DecisionId? after = null;
        if (parameters.Text("cursor", 100) is { } cursor)
        {
            if (cursors.TryRead(cursor, Operation.Name, out var last))
                after = last;
            else
                parameters.Refuse("cursor", "must be one that this list gave.");
        }
        if (parameters.Refused is { } refused)
            return refused;

        var (items, next) = await call.Get<ReviewDesk>().ListAsync(after, limit, call.Aborted);
        var page = new DecisionPage(items, next is { } id ? cursors.Write(Operation.Name, id) : null);
        return TypedResults.Json(page, ServiceJson.Web.DecisionPage);
    }
}
