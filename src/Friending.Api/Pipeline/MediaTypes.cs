namespace Friending.Api.Pipeline;

/// <summary>Chooses the media type of an answer by <c>Accept</c> (RFC 9110, section 12.5.1).</summary>
internal static class MediaTypes
{
    internal const string Json = "application/json";
    internal const string Problem = "application/problem+json";
    internal const string JsonLines = "application/x-ndjson";
    internal const string Csv = "text/csv";
    internal const string Html = "text/html";
    internal const string Text = "text/plain";

    /// <summary>The media type that the caller prefers, of equal ones the first offered; null if the caller accepts none.</summary>
    internal static string? Choose(HttpRequest request, params string[] offered)
    {
        var accepted = request.GetTypedHeaders().Accept;
        if (accepted.Count == 0)
            return offered[0];
        var best = offered.MaxBy(QualityOf)!;
        return QualityOf(best) > 0 ? best : null;

        // The quality of the most specific range that matches counts.
        double QualityOf(string type) => accepted
            .Where(range => range.MatchesMediaType(type))
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault(0);
    }

    /// <summary>The problem where the caller accepts none.</summary>
    internal static ProblemResult NotAcceptable(params string[] offered) =>
        Problems.Of(406, "not-acceptable", "There is no such form of the answer",
            $"The header Accept must allow one of {string.Join(", ", offered)}.");
}
