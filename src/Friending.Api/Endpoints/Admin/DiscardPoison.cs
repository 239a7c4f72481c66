using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Intake;

namespace Friending.Api.Endpoints.Admin;

/// <summary>DELETE /api/poison/{id}: drops a message that could not be taken.</summary>
internal static class DiscardPoison
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapDelete("/api/poison/{id}", HandleAsync)
        .WithName(nameof(DiscardPoison))
        .RequireAuthorization(Callers.Only(Role.Admin))
        .Refuses(404);

    /// <summary>Drop a message</summary>
    /// <remarks>The message is gone; that it was dropped, and by whom, stays in the audit trail.</remarks>
    /// <param name="id">The message's id, as ListPoison tells it.</param>
    /// <response code="204">It is gone.</response>
    /// <response code="404">There is no such message.</response>
    internal static async Task<Results<NoContent, ProblemResult>> HandleAsync(
        HttpContext context, Caller caller, [Example(RetryPoison.ExampleId)] string id,
        PoisonDesk desk) =>
        RetryPoison.Answer(await desk.DiscardAsync(id, caller.Actor, context.RequestAborted));
}
