using Friending.Service.Intake;

namespace Friending.Api.Endpoints.Admin;

/// <summary>GET /api/poison: the messages that could not be taken.</summary>
internal static class ListPoison
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/poison", HandleAsync)
        .WithName(nameof(ListPoison))
        .RequireAuthorization(Callers.Only(Role.Admin));

    /// <summary>List the messages that could not be taken</summary>
    /// <remarks>The first of them, each with the reason. What may identify somebody was left out when a message was refused.</remarks>
    /// <response code="200">The messages.</response>
    internal static async Task<Ok<PoisonList>> HandleAsync(HttpContext context, PoisonDesk desk) =>
        TypedResults.Ok(await desk.ListAsync(context.RequestAborted));
}
