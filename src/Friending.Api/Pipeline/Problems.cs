using Friending.Policy;
using Friending.Policy.Analysis;
using Friending.Service.Decisions;
using Friending.Service.Notes;
using Friending.Service.Requests;
using Microsoft.AspNetCore.WebUtilities;

namespace Friending.Api.Pipeline;

/// <summary>An error as RFC 9457 writes it.</summary>
/// <param name="Type">A URI reference that names the kind of problem.</param>
/// <param name="Title">The kind of problem in words, the same each time.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What happened this time.</param>
/// <param name="Errors">For bad input: messages by JSON Pointer into the body.</param>
/// <param name="PossibleOutcomes">For an incomplete request: the outcomes still possible.</param>
/// <param name="Questions">For an incomplete request: what to ask, best first.</param>
/// <param name="Report">For a policy document: what is wrong with it.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null,
    IReadOnlyList<string>? PossibleOutcomes = null,
    IReadOnlyList<OpenQuestion>? Questions = null,
    PolicyCheck? Report = null);

/// <summary>The problems that operations answer with. None repeats what was sent.</summary>
internal static class Problems
{
    internal static ProblemResult Unauthenticated { get; } =
        Of(401, "unauthenticated", "No valid credential", "Send a key in the header x-functions-key, or a bearer token.");

    internal const string TokenVersionDetail =
        "The token is of version 1.0, and this service takes version 2.0: set api.requestedAccessTokenVersion to "
            + "2 in its app registration.";

    internal static ProblemResult TokenVersion { get; } = Of(401, "token-version", "The token is of the wrong version", TokenVersionDetail);

    internal static ProblemResult StorageUnavailable { get; } =
        Of(503, "storage-unavailable", "Storage is out of reach", "Nothing was lost. Try again in a few seconds.");

    internal static ProblemResult IssuerOutOfReach { get; } =
        Of(503, "issuer-unavailable", "Tokens cannot be checked",
            "The keys of the tokens' issuer are out of reach. Try again in a few seconds.");

    internal static ProblemResult TwoCredentials { get; } =
        Of(400, "two-credentials", "Two credentials", "Send a key or a bearer token, not both.");

    internal static ProblemResult TooMany(int seconds) =>
        Of(429, "too-many-requests", "Too many requests", FormattableString.Invariant($"Try again in {seconds} s."));

    internal static ProblemResult Unexpected { get; } =
        Of(500, "unexpected", "Something went wrong",
            "The error has been logged. Try again; if it happens again, tell the people who run this service.");

    internal static ProblemResult Of(int status, string type, string title, string detail) =>
        Write(new($"/problems/{type}", title, status, detail));

    internal static ProblemResult OfStatus(int status) => status switch
    {
        404 => NotFound("There is nothing at this address."),
        405 => Of(405, "method-not-allowed", "Method not allowed", "The header Allow names the methods that are."),
        _ => Write(new("about:blank", ReasonPhrases.GetReasonPhrase(status), status, "")),
    };

    internal static ProblemResult InvalidQuery(IEnumerable<string> problems) =>
        Of(400, "invalid-request", "The request is not valid", string.Join(" ", problems));

    internal static ProblemResult InvalidQuery(
        string parameter, string problem) => InvalidQuery([$"The query parameter {parameter} {problem}"]);

    internal static ProblemResult Forbidden(string detail) => Of(403, "forbidden", "Not allowed", detail);

    internal static ProblemResult NotFound(string detail) => Of(404, "not-found", "Not found", detail);

    internal static ProblemResult Invalid(IEnumerable<RequestProblem> problems, int status = 400) => Write(new(
        "/problems/invalid-request", "The request is not valid", status, "See errors for what is wrong, and where.",
        ByPointer(problems)));

    internal static ProblemResult Contradiction(IEnumerable<RequestProblem> problems) => Write(new(
        "/problems/contradiction", "The request contradicts itself", 422,
        "A fact is stated twice, with different values, or another than its dates say; see errors.",
        ByPointer(problems)));

    /// <summary>The messages by the place that they are about.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> ByPointer(IEnumerable<RequestProblem> problems) =>
        problems.GroupBy(p => p.Pointer, p => p.Message).ToDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g]);

    internal static ProblemResult IdentifyingNote(IReadOnlyList<NoteFinding> findings, string member = "note") => Write(new(
        "/problems/identifying-note", $"The {member} may identify somebody", 422,
        $"A {member} is about the circumstances only and must not identify anybody. Nothing was kept.",
        ByPointer([new($"/{member}", AboutNote(findings))])));

    /// <summary>What to tell the writer of a note that may identify somebody.</summary>
    internal static string AboutNote(IReadOnlyList<NoteFinding> findings) =>
        $"Seems to contain {string.Join(", ", findings.Select(NoteGuard.Describe))}. Leave that out.";

    internal static ProblemResult Incomplete(EvaluationAnswer answer) => Write(new(
        "/problems/incomplete", "More has to be known", 422,
        $"The stated facts leave {string.Join(" or ", answer.PossibleOutcomes)} possible. Answer the questions, "
            + "best first, and submit again.",
        PossibleOutcomes: answer.PossibleOutcomes, Questions: answer.Questions));

    internal static ProblemResult InvalidPolicy(PolicyReport report) => Write(new(
        "/problems/invalid-policy", "The policy document is not valid", 422, "See report for what is wrong.",
        Report: PolicyCheck.Of(report)));

    private static ProblemResult Write(Problem problem) =>
        TypedResults.Json(problem, ApiJson.Web.Problem, MediaTypes.Problem, problem.Status);
}
