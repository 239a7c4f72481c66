using System.ComponentModel.DataAnnotations;
using Friending.Service.Feed;
using Microsoft.AspNetCore.Mvc;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>GET /api/feed: decisions and their changes in the order of their commit.</summary>
internal static class PollFeed
{
    internal const int MaxLimit = 100;
    internal const int DefaultLimit = 50;

    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/feed", HandleAsync)
        .WithName(nameof(PollFeed))
        .RequireAuthorization(Callers.Only(Role.Audit));

    /// <summary>Follow decisions and their changes</summary>
    /// <remarks>
    /// Decisions and their changes in the order of their commit. A reader that polls with the cursor it
    /// was given sees every change at least once. A page without items is the end for now; its cursor is where to read on.
    /// </remarks>
    /// <param name="limit">How many items to answer with at most.</param>
    /// <param name="cursor">Where to read on: the `cursor` of the page before; absent: from the first change that is kept.</param>
    /// <response code="200">A page, with the cursor to read on with.</response>
    internal static async Task<Results<Ok<FeedPage>, ProblemResult>> HandleAsync(
        HttpContext context, [FromQuery, Range(1, MaxLimit)]
            int? limit, [FromQuery, MaxLength(FeedCursor.MaxLength)] string? cursor, DecisionFeed feed)
    {
        var after = FeedCursor.Start;
        if (cursor is not null && !FeedCursor.TryParse(cursor, out after))
            return Problems.InvalidQuery("cursor", "must be one that the feed gave.");
        var page = await feed.PollAsync(after, limit ?? DefaultLimit, context.RequestAborted);
        return TypedResults.Ok(page);
    }
}
