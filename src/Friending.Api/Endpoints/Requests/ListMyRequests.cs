using System.ComponentModel.DataAnnotations;
using Friending.Service.Decisions;
using Friending.Service.Notices;
using Friending.Service.Requests;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Friending.Api.Endpoints.Requests;

/// <summary>GET /api/requests: the caller's own decisions.</summary>
internal static class ListMyRequests
{
    internal const int MaxLimit = 100;
    internal const int DefaultLimit = 50;

    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/requests", HandleAsync)
        .WithName(nameof(ListMyRequests))
        .RequireAuthorization(Callers.PersonsOr());

    /// <summary>List my own requests</summary>
    /// <remarks>
    /// The decisions that are about whoever signed in, newest first, each with where it stands, what a reviewer said, and what can be done
    /// next; and whether the person is told by mail what becomes of them.
    /// </remarks>
    /// <param name="limit">How many items to answer with at most.</param>
    /// <param name="cursor">Where to read on: the `cursor` of the page before.</param>
    /// <response code="200">A page, newest first.</response>
    internal static async Task<Results<Ok<RequestPage>, ProblemResult>> HandleAsync(
        HttpContext context,
        Caller caller,
        [FromQuery, Range(1, MaxLimit)] int? limit,
        [FromQuery] string? cursor,
        StaffRequests requests,
        IOptions<NoticeOptions> notices)
    {
        DecisionId? before = null;
        if (cursor is not null)
        {
            if (!Cursors.TryRead(cursor, nameof(ListMyRequests), out var last))
                return Problems.InvalidQuery("cursor", "must be one that this list gave.");
            before = last;
        }
        var (items, next) = await requests.ListAsync(
            caller.StaffId!, before, limit ?? DefaultLimit, context.RequestAborted, caller.ObjectId);
        var page = new RequestPage(
            items, notices.Value.Tells(caller.StaffId), next is { } id ? Cursors.Write(nameof(ListMyRequests), id) : null);
        return TypedResults.Ok(page);
    }
}
