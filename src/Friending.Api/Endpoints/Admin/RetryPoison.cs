using Friending.Api.Pipeline.OpenApi;
using Friending.Service.Intake;

namespace Friending.Api.Endpoints.Admin;

/// <summary>POST /api/poison/{id}/retry: puts a message that could not be taken back on the queue of requests.</summary>
internal static class RetryPoison
{
    /// <summary>An id, for examples.</summary>
    internal const string ExampleId = "5a1f6f8c-9f7e-4f0b-8a53-0e0a4e8f4f9d";

    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/poison/{id}/retry", HandleAsync)
        .WithName(nameof(RetryPoison))
        .RequireAuthorization(Callers.Only(Role.Admin))
        .Refuses(404, 409);

    /// <summary>Put a message back</summary>
    /// <remarks>The message is tried again, as if it had just been sent. It is decided once, however often it is put back.</remarks>
    /// <param name="id">The message's id, as ListPoison tells it.</param>
    /// <response code="204">It is on the queue of requests.</response>
    /// <response code="404">There is no such message.</response>
    /// <response code="409">It is no request, or something was left out of it.</response>
    internal static async Task<Results<NoContent, ProblemResult>> HandleAsync(
        HttpContext context, Caller caller, [Example(ExampleId)] string id, PoisonDesk desk) =>
        Answer(await desk.RetryAsync(id, caller.Actor, context.RequestAborted));

    /// <summary>The answer for what came of it.</summary>
    internal static Results<NoContent, ProblemResult> Answer(PoisonResult result) => result switch
    {
        PoisonResult.Done => TypedResults.NoContent(),
        PoisonResult.NotWhole => Problems.Of(
            409, "not-whole", "The message cannot be put back",
            "It is no request, or something that may identify somebody was left out of it. Ask its sender."),
        _ => Problems.NotFound("There is no such message, or somebody else deals with it at this moment."),
    };
}
