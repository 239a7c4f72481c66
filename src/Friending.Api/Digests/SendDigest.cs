using Friending.Service;
using Friending.Service.Digests.Sending;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>
/// POST /api/digests/{isoWeek}/send: sends the digest of a week that is over now, to every audience by every channel that is
/// configured. What has been sent is not sent again unless that is asked for.
/// </summary>
internal static class SendDigest
{
    private const string Again = "again";

    internal static Operation Operation { get; } = new("SendDigest", HttpMethods.Post, "api/digests/{isoWeek}/send", Access.Only(Role.Admin), HandleAsync)
    {
        Summary = "Send the digest of a week",
        ResponseType = typeof(DigestSendings),
        Parameters =
        [
            DigestRoute.Week,
            new(ParameterPlace.Query, DigestRoute.AudienceName, "Only to this audience: `organisation`, or a department that has a digest."),
            new(ParameterPlace.Query, Again, "Whether to send also what has been sent.") { Type = "boolean" },
        ],
        Responses =
        [
            new(200, "What came of it, by audience and channel; nothing where no channel is configured."),
            new(404, "No digest is made for this audience."),
            new(409, "The week is not over."),
        ],
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var parameters = new QueryParameters(call.Context.Request, DigestRoute.AudienceName, Again);
        var audience = parameters.Text(DigestRoute.AudienceName, 100);
        var again = parameters.OneOf(Again, ["true", "false"]) == "true";
        var (week, refused) = DigestRoute.WeekOf(call);
        if ((refused ?? parameters.Refused) is { } wrong)
            return wrong;
        if (audience is not null && DigestRoute.AudienceOf(call, audience) is null)
            return DigestRoute.NoSuchAudience;
        // Whoever gets it early would not get the rest.
        if (!call.Get<DigestSchedule>().IsOver(week))
            return Problems.Of(409, "week-not-over", "The week is not over", "A digest is sent when its week is over. GET reads it until then.");
        var sendings = await call.Get<DigestSender>().SendAsync(week, audience, again, call.Caller.Actor, call.Aborted);
        return TypedResults.Json(new DigestSendings(sendings), ServiceJson.Web.DigestSendings);
    }
}
