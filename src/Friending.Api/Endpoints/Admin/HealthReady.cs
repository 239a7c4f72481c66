using Friending.Service.Decisions;

namespace Friending.Api.Endpoints.Admin;

/// <summary>GET /health/ready: storage answers too; if not, 503.</summary>
internal static class HealthReady
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/health/ready", HandleAsync)
        .WithName(nameof(HealthReady))
        .AllowAnonymous();

    /// <summary>Whether storage answers too</summary>
    /// <remarks>The process and its storage answer.</remarks>
    /// <response code="200">It does.</response>
    internal static async Task<Ok<HealthStatus>> HandleAsync(HttpContext context, DecisionStore decisions)
    {
        await decisions.PingAsync(context.RequestAborted);
        return HealthStatus.Ok();
    }
}
