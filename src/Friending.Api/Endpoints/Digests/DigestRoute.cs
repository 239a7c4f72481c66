using Friending.Service.Digests;

namespace Friending.Api.Endpoints.Digests;

/// <summary>What operations on a week's digest read of their address: which week, and for whom.</summary>
internal static class DigestRoute
{
    internal const string ExampleWeek = "2026-W47";

    /// <summary>What to answer where the route names no week.</summary>
    internal static ProblemResult NoWeek { get; } =
        Problems.Of(400, "invalid-request", "The request is not valid", "The week must be an ISO 8601 week that exists, such as 2026-W47.");

    /// <summary>What to answer about an audience that no digest is made for.</summary>
    internal static ProblemResult NoSuchAudience { get; } = Problems.NotFound(
        $"There is a digest for the audience {Digest.Organisation}, and for each department in the settings "
            + "Digests:Departments; none for this one.");

    /// <summary>The audience of that name; null if no digest is made for it.</summary>
    internal static DigestAudience? AudienceOf(DigestOptions options, string name) =>
        options.Audiences().FirstOrDefault(a => a.Name == name);
}
