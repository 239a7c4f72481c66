using Friending.Service.Auditing;

namespace Friending.Api.Endpoints.Admin;

/// <summary>GET /api/audit/verification: whether the audit trail and the decisions are what the service wrote.</summary>
internal static class VerifyAudit
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/audit/verification", HandleAsync)
        .WithName(nameof(VerifyAudit))
        .RequireAuthorization(Callers.Only(Role.Audit));

    /// <summary>Verify the audit trail and the decisions</summary>
    /// <remarks>
    /// Compares the audit trail and every decision with checkpoints and hashes that were written where nobody can change them, and tells
    /// what was changed, removed, moved or made up. It reads everything that is kept.
    /// </remarks>
    /// <response code="200">What holds, and what does not.</response>
    internal static async Task<Ok<AuditReport>> HandleAsync(HttpContext context, AuditCheck check) =>
        TypedResults.Ok(await check.RunAsync(context.RequestAborted));
}
