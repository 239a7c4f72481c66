namespace Friending.Api.Endpoints.Admin;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>ok</c>.</param>
public sealed record HealthStatus(string Status)
{
    internal static Ok<HealthStatus> Ok() => TypedResults.Ok(new HealthStatus("ok"));
}

/// <summary>GET /health/live: the process answers.</summary>
internal static class HealthLive
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/health/live", Handle)
        .WithName(nameof(HealthLive))
        .AllowAnonymous();

    /// <summary>Whether the process answers</summary>
    /// <remarks>The process answers; nothing is said of storage.</remarks>
    /// <response code="200">It does.</response>
    internal static Ok<HealthStatus> Handle() => HealthStatus.Ok();
}
