using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Friending.Service.Reviews;
using Microsoft.AspNetCore.Mvc;

namespace Friending.Api.Endpoints.Reviews;

/// <summary>GET /api/reviews: the cases of reviewers.</summary>
internal static class ListReviews
{
    internal const int MaxLimit = 100;
    internal const int DefaultLimit = 50;

    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/reviews", HandleAsync)
        .WithName(nameof(ListReviews))
        .RequireAuthorization(Callers.Only(Role.Review));

    /// <summary>List the decisions that wait for a reviewer, or were resolved</summary>
    /// <remarks>
    /// The decisions that wait for a reviewer, most urgent first: by due time, then those that nobody has taken, then age. Or those that
    /// were resolved, latest first.
    /// </remarks>
    /// <param name="state">Those that wait (`open`, if absent) or those that were resolved.</param>
    /// <param name="department">Only what somebody of this department asked for.</param>
    /// <param name="mine">With `true` only what the caller has taken, or resolved.</param>
    /// <param name="limit">How many items to answer with at most.</param>
    /// <param name="cursor">Where to read on: the `cursor` of the page before, for the same filters.</param>
    /// <response code="200">A page, and how many there are on all pages.</response>
    internal static async Task<Results<Ok<ReviewPage>, ProblemResult>> HandleAsync(
        HttpContext context,
        Caller caller,
        [FromQuery, AllowedValues("open", "resolved")] string? state,
        [FromQuery, MaxLength(100)] string? department,
        [FromQuery] bool? mine,
        [FromQuery, Range(1, MaxLimit)] int? limit,
        [FromQuery] string? cursor,
        ReviewDesk desk)
    {
        var filter = new ReviewFilter(state == "resolved", department, mine == true ? caller.Actor : null);
        ReviewPlace? after = null;
        if (cursor is not null && (after = PlaceOf(cursor, filter)) is null)
            return Problems.InvalidQuery("cursor", "must be one that this list gave for the same filters.");
        var (items, total, next) = await desk.ListAsync(filter, after, limit ?? DefaultLimit, context.RequestAborted);
        var page = new ReviewPage(items, total, next is { } place ? CursorOf(place, filter) : null);
        return TypedResults.Ok(page);
    }

    // What the list is sorted by stands before the decision: that may have been resolved meanwhile, which is what the list is for.
    private static string CursorOf(ReviewPlace place, ReviewFilter filter)
    {
        var before = string.Create(CultureInfo.InvariantCulture, $"{place.Rank}.{(place.IsOwned ? 1 : 0)}");
        return $"{before}.{Cursors.Write(ListOf(filter, before), place.Id)}";
    }

    private static ReviewPlace? PlaceOf(string cursor, ReviewFilter filter) =>
        cursor.Split('.') is [var rank, var isOwned, var last]
        && Cursors.TryRead(last, ListOf(filter, $"{rank}.{isOwned}"), out var id)
        && long.TryParse(rank, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minute)
            ? new(minute, isOwned == "1", id)
            : null;

    private static string ListOf(ReviewFilter filter, string place) =>
        string.Join('\n', nameof(ListReviews), filter.Resolved, filter.Department, filter.Owner, place);
}
