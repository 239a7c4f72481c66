using Friending.Api.Pipeline.OpenApi;

namespace Friending.Api.Endpoints.Subscriptions;

/// <summary>DELETE /api/subscriptions/{id}: ends a subscription.</summary>
internal static class Unsubscribe
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapDelete("/api/subscriptions/{id}", HandleAsync)
        .WithName(nameof(Unsubscribe))
        .RequireAuthorization(Callers.Only(Role.Audit))
        .Refuses(404);

    /// <summary>End a subscription</summary>
    /// <remarks>Whoever subscribed ends the subscription: nothing is delivered to it any more.</remarks>
    /// <param name="id">The subscription's id.</param>
    /// <response code="204">It has ended.</response>
    /// <response code="404">The caller has no such subscription.</response>
    internal static async Task<Results<NoContent, ProblemResult>> HandleAsync(
        HttpContext context, Caller caller, [Example("7d0fd1f5-8f36-4b5e-9d55-9f3ff0a4d4a1", Format = "uuid")]
            string id, Service.Outbox.Subscriptions subscriptions) =>
        await subscriptions.RemoveAsync(id, caller.Identity, context.RequestAborted)
            ? TypedResults.NoContent()
            : Problems.Of(StatusCodes.Status404NotFound, "not-found", "There is no such subscription",
                "You have no subscription with this id.");
}
