using Friending.Service;
using Friending.Service.Digests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>What operations on a week's digest read of their address: which week, and for whom.</summary>
internal static class DigestRoute
{
    internal const string AudienceName = "audience";

    internal static OperationParameter Week { get; } = new(ParameterPlace.Path, "isoWeek", "The ISO 8601 week, in the organisation's time zone.") { Example = "2026-W47" };

    /// <summary>The week that the route names, or the problem to answer with.</summary>
    internal static (IsoWeek Week, IResult? Refused) WeekOf(Call call) => IsoWeek.TryParse(call.Route(Week.Name), out var week)
        ? (week, null)
        : (default, Problems.Of(400, "invalid-request", "The request is not valid", "The week must be an ISO 8601 week that exists, such as 2026-W47."));

    /// <summary>The audience of that name; null if no digest is made for it.</summary>
    internal static DigestAudience? AudienceOf(Call call, string name) =>
        call.Get<IOptions<DigestOptions>>().Value.Audiences().FirstOrDefault(a => a.Name == name);

    /// <summary>What to answer about an audience that no digest is made for.</summary>
    internal static IResult NoSuchAudience { get; } =
        Problems.NotFound($"There is a digest for the audience {Digest.Organisation}, and for each department in the settings Digests:Departments; none for this one.");
}
