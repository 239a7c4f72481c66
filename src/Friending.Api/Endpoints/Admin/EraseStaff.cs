using Friending.Service;
using Friending.Service.Requests;
using Friending.Service.Retention;

namespace Friending.Api.Endpoints.Admin;

/// <summary>POST /api/staff/erasure: erases a staff member from what is kept.</summary>
internal static class EraseStaff
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/staff/erasure", HandleAsync)
        .WithName(nameof(EraseStaff))
        .RequireAuthorization(Callers.Only(Role.Admin));

    /// <summary>Erase a staff member</summary>
    /// <remarks>
    /// Replaces the staff id in every decision and in the audit trail, and removes their remarks. The decisions stay, without a person.
    /// Doing it again is safe.
    /// </remarks>
    /// <response code="200">From how many decisions and rows of the audit trail they were erased.</response>
    internal static async Task<Results<Ok<ErasureReport>, ProblemResult>> HandleAsync(
        HttpContext context, JsonBody<ErasureRequest> body, StaffErasure erasure)
    {
        if (string.IsNullOrWhiteSpace(body.Value.StaffId))
            return Problems.Invalid([new RequestProblem("/staffId", "Is required.")]);
        // What programs did stays theirs.
        if (StaffIds.IsReserved(body.Value.StaffId))
            return Problems.Invalid([new RequestProblem("/staffId", "Is no id of a person.")]);
        var report = await erasure.RunAsync(body.Value.StaffId, null, context.RequestAborted);
        return TypedResults.Ok(report);
    }
}
