using Friending.Policy.Engine;

namespace Friending.Service.Requests;

/// <summary>Something in a request that cannot be taken.</summary>
/// <param name="Pointer">Where, as a JSON Pointer (RFC 6901) into the request body; empty for the whole.</param>
/// <param name="Message">What is wrong. Never repeats what was sent.</param>
/// <param name="Kind">Whether the request could be read at all.</param>
public sealed record RequestProblem(string Pointer, string Message, RequestProblemKind Kind = RequestProblemKind.Invalid)
{
    /// <summary>A problem with a fact or date that was stated at a place.</summary>
    public static RequestProblem Of(FactProblem problem, string pointer) =>
        new(pointer, problem.Message, problem.IsContradiction ? RequestProblemKind.Contradiction : RequestProblemKind.Invalid);
}

/// <summary>How far a request that cannot be taken could be read.</summary>
public enum RequestProblemKind
{
    /// <summary>It is JSON, but not a request that can be taken.</summary>
    Invalid,

    /// <summary>A fact is stated twice, with different values: by itself, by its name, or by dates that it follows from.</summary>
    Contradiction,

    /// <summary>It is not JSON.</summary>
    Unreadable,
}
