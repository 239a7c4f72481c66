using Friending.Service.Decisions;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>How the service is.</summary>
/// <param name="Status"><c>ok</c>.</param>
public sealed record HealthStatus(string Status);

/// <summary>GET /health/live: the process answers. GET /health/ready: storage answers too; if not, 503.</summary>
internal static class Health
{
    internal static Operation Live { get; } = new(
        "HealthLive", HttpMethods.Get, "health/live", Access.Open, _ => Task.FromResult<IResult>(Ok()))
    {
        Summary = "Whether the process answers",
        ResponseType = typeof(HealthStatus),
    };

    internal static Operation Ready { get; } = new("HealthReady", HttpMethods.Get, "health/ready", Access.Open, async call =>
    {
        await call.Get<DecisionStore>().PingAsync(call.Aborted);
        return Ok();
    })
    {
        Summary = "Whether storage answers too",
        ResponseType = typeof(HealthStatus),
    };

    private static IResult Ok() => TypedResults.Json(new HealthStatus("ok"), ApiJson.Web.HealthStatus);
}
