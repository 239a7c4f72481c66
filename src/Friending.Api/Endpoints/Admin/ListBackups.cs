using Friending.Service.Backup;

namespace Friending.Api.Endpoints.Admin;

/// <summary>GET /api/backups: the backups that can be restored.</summary>
internal static class ListBackups
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/backups", HandleAsync)
        .WithName(nameof(ListBackups))
        .RequireAuthorization(Callers.Only(Role.Admin));

    /// <summary>List the backups</summary>
    /// <remarks>The nightly copies of the tables that are whole, oldest first. Each is kept for 35 days.</remarks>
    /// <response code="200">The backups.</response>
    internal static async Task<Ok<BackupList>> HandleAsync(HttpContext context, TableBackup backup) =>
        TypedResults.Ok(new BackupList(await backup.ListAsync(context.RequestAborted)));
}
