using System.Text.Json;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Friending.Service.Backup;

namespace Friending.Api.Endpoints.Admin;

/// <summary>POST /api/backups/{name}/restore: writes the tables of a backup into an account without decisions.</summary>
internal static class RestoreBackup
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/backups/{name}/restore", HandleAsync)
        .WithName(nameof(RestoreBackup))
        .RequireAuthorization(Callers.Only(Role.Admin))
        .Answers<RestoreProgress>(200)
        .Refuses(404, 409);

    /// <summary>Restore a backup</summary>
    /// <remarks>
    /// Writes every row of a backup into tables without decisions, and erases again who was erased since. The last line tells that all is
    /// done; where the answer breaks off before it, the same call goes on.
    /// </remarks>
    /// <param name="name">The backup's name, as ListBackups tells it.</param>
    /// <response code="200">Lines of progress as NDJSON, and then how many rows there are.</response>
    /// <response code="404">There is no such backup.</response>
    /// <response code="409">There are decisions already, or this backup is restored.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context, Caller caller, [Example("20261125T021015Z")] string name, TableRestore restore)
    {
        switch (await restore.CheckAsync(name, context.RequestAborted))
        {
            case RestoreRefusal.NotFound:
                return Problems.NotFound("There is no such backup, or it is not whole.");
            case RestoreRefusal.NotEmpty:
                return Problems.Of(409, "not-empty", "There are decisions", "A backup is restored into tables without decisions only.");
            case RestoreRefusal.Done:
                return Problems.Of(409, "restored", "The backup is restored", "This backup was restored into this account already.");
        }
        return await LineStream.StartAsync(
            restore.RunAsync(name, caller.Actor, context.RequestAborted)
                .Select(progress => JsonSerializer.Serialize(progress, ServiceJson.Web.RestoreProgress) + "\n"),
            MediaTypes.JsonLines, context.RequestAborted);
    }
}
