namespace Friending.Api.Pages;

/// <summary>A kind of problem, as its page explains it.</summary>
/// <param name="Name">The last part of the problem's <c>type</c>.</param>
/// <param name="Statuses">The HTTP statuses it comes with.</param>
/// <param name="Meaning">What happened.</param>
/// <param name="Remedy">What a caller can do.</param>
internal sealed record ProblemType(string Name, string Statuses, string Meaning, string Remedy);

/// <summary>Every kind of problem that operations answer with (RFC 9457): its <c>type</c> is the address of its page.</summary>
internal static class ProblemTypes
{
    internal static IReadOnlyList<ProblemType> All { get; } =
    [
        new("already-asked", "409", "A reviewer has asked for more already, and the answer has not come yet.", "Wait for the answer."),
        new("changed-meanwhile", "412", "The decision is not what it was when the caller read it: If-Match names another version.",
            "Read the decision again, decide anew, and send the new ETag."),
        new("contradiction", "422", "The request states a fact twice, with different values, or another than its dates say.",
            "State each fact once; errors names both places."),
        new("forbidden", "403", "The caller is known and may not do this.",
            "Ask the people who run the service for the role that the operation needs."),
        new("idempotency-conflict", "409", "The idempotency key was used before, with another request.",
            "Use a new key for a new request."),
        new("identifying-note", "422", "A remark or reason looks as if it identified somebody. Nothing was kept.",
            "Leave out numbers, dates of birth, addresses, names of accounts and the like; errors says what was found."),
        new("incomplete", "422", "The stated facts leave more than one outcome possible. Nothing was kept.",
            "Answer the questions of the problem, best first, each at its pointer, and send the request again."),
        new("invalid-policy", "422", "The policy document cannot be used.",
            "See report: it names each thing that is wrong, with an example."),
        new("invalid-request", "400", "The request cannot be taken.",
            "See errors: it maps each place, a JSON Pointer into the body, to what is wrong there."),
        new("issuer-unavailable", "503", "The keys of the tokens' issuer are out of reach, so no token can be checked.",
            "Try again in a few seconds."),
        new("method-not-allowed", "405", "There is no such method at this address.", "The header Allow names the methods that there are."),
        new("not-acceptable", "406", "There is no such form of the answer.", "Ask by Accept for one of those that detail names."),
        new("not-appealable", "409", "Nobody can be asked to look again at this decision: it permits, or was looked at again before.",
            "Nothing is left to do."),
        new("not-empty", "409", "A backup is restored only into an account without decisions.", "Restore into an empty account."),
        new("not-found", "404", "There is nothing at this address that the caller may see.",
            "Check the address; it may also belong to somebody else."),
        new("not-pending", "409", "The decision does not wait for a reviewer, or no longer does.",
            "Read it again: it tells how it stands."),
        new("not-whole", "409", "What was kept of the message is not all of it, so it cannot be put back.",
            "Ask its sender to correct it and send it again."),
        new("restored", "409", "The backup has been restored already.", "Nothing is left to do."),
        new("storage-unavailable", "503", "Storage is out of reach. Nothing was lost.",
            "Try again after the seconds that Retry-After names, with the same idempotency key."),
        new("taken", "409", "Another reviewer has the case.", "Take it over with If-Match, or choose another."),
        new("token-version", "401", "The token is the tenant's and of version 1.0.",
            "Set api.requestedAccessTokenVersion to 2 in the app registration."),
        new("too-large", "413", "The body is larger than the operation takes.", "Send at most 64 KiB, or 1 MiB of a policy document."),
        new("too-many-combinations", "422", "The two documents differ in too many ways to be compared in the time there is.",
            "Compare smaller changes, one after the other."),
        new("too-many-messages", "409", "As much has been said about the case as is kept.", "Decide it."),
        new("too-many-requests", "429", "The caller has called more often than is allowed.",
            "Wait for the seconds that Retry-After names."),
        new("two-credentials", "400", "The request has a key and a token.", "Send one of them."),
        new("unauthenticated", "401", "The request has no credential that the service takes.",
            "Send a key in x-functions-key, or a bearer token."),
        new("unexpected", "500", "Something went wrong in the service; its log has the error.",
            "Try again; if it happens again, tell the people who run the service the X-Request-ID."),
        new("unsupported-media-type", "415, 400", "The body is not JSON in UTF-8, or is compressed.",
            "Send Content-Type: application/json, uncompressed."),
        new("week-not-over", "409", "The digest of a week can be sent when the week is over.",
            "Wait until Monday, in the organisation's time zone."),
    ];
}
