using System.ComponentModel.DataAnnotations;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Reviews;
using Microsoft.AspNetCore.Mvc;

namespace Friending.Api.Endpoints.Reviews;

/// <summary>GET /api/reviews: the decisions that wait for a reviewer.</summary>
internal static class ListReviews
{
    internal const int MaxLimit = 100;
    internal const int DefaultLimit = 50;

    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/reviews", HandleAsync)
        .WithName(nameof(ListReviews))
        .RequireAuthorization(Callers.Only(Role.Review))
        .Answers<DecisionPage>(200);

    /// <summary>List the decisions that wait for a reviewer</summary>
    /// <remarks>The decisions that wait for a reviewer, oldest first.</remarks>
    /// <param name="limit">How many items to answer with at most.</param>
    /// <param name="cursor">Where to read on: the `cursor` of the page before.</param>
    /// <response code="200">A page, oldest first.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context, [FromQuery, Range(1, MaxLimit)] int? limit, [FromQuery] string? cursor, ReviewDesk desk)
    {
        DecisionId? after = null;
        if (cursor is not null)
        {
            if (!Cursors.TryRead(cursor, nameof(ListReviews), out var last))
                return Problems.InvalidQuery("cursor", "must be one that this list gave.");
            after = last;
        }
        var (items, next) = await desk.ListAsync(after, limit ?? DefaultLimit, context.RequestAborted);
        var page = new DecisionPage(items, next is { } id ? Cursors.Write(nameof(ListReviews), id) : null);
        return TypedResults.Json(page, ServiceJson.Web.DecisionPage);
    }
}
