using System.ComponentModel.DataAnnotations;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Friending.Service.Digests;
using Friending.Service.Digests.Sending;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Friending.Api.Endpoints.Digests;

/// <summary>POST /api/digests/{isoWeek}/send: sends the digest of a week that is over.</summary>
internal static class SendDigest
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/digests/{isoWeek}/send", HandleAsync)
        .WithName(nameof(SendDigest))
        .RequireAuthorization(Callers.Only(Role.Admin))
        .Refuses(404, 409);

    /// <summary>Send the digest of a week</summary>
    /// <remarks>
    /// Sends the digest of a week that is over now, to every audience by every channel that is configured. What has been sent is not
    /// sent again unless that is asked for.
    /// </remarks>
    /// <param name="isoWeek">The ISO 8601 week, in the organisation's time zone.</param>
    /// <param name="audience">Only to this audience: `organisation`, or a department that has a digest.</param>
    /// <param name="again">Whether to send also what has been sent.</param>
    /// <response code="200">What came of it, by audience and channel; nothing where no channel is configured.</response>
    /// <response code="404">No digest is made for this audience.</response>
    /// <response code="409">The week is not over.</response>
    internal static async Task<Results<Ok<DigestSendings>, ProblemResult>> HandleAsync(
        HttpContext context,
        Caller caller,
        [Example(DigestRoute.ExampleWeek)] string isoWeek,
        [FromQuery, MaxLength(100)] string? audience,
        [FromQuery] bool? again,
        IOptions<DigestOptions> options,
        DigestSchedule schedule,
        DigestSender sender)
    {
        if (!IsoWeek.TryParse(isoWeek, out var week))
            return DigestRoute.NoWeek;
        if (audience is not null && DigestRoute.AudienceOf(options.Value, audience) is null)
            return DigestRoute.NoSuchAudience;
        // A recipient who gets it early does not get the rest of the week.
        if (!schedule.IsOver(week))
            return Problems.Of(409, "week-not-over", "The week is not over",
                "A digest is sent when its week is over. GET reads it until then.");
        var sendings = await sender.SendAsync(week, audience, again ?? false, caller.Actor, context.RequestAborted);
        return TypedResults.Ok(new DigestSendings(sendings));
    }
}
