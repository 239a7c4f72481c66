namespace Friending.Service.Requests;

/// <summary>Something in a request that cannot be taken.</summary>
/// <param name="Pointer">Where, as a JSON Pointer (RFC 6901) into the request body; empty for the whole.</param>
/// <param name="Message">What is wrong. Never repeats what was sent.</param>
public sealed record RequestProblem(string Pointer, string Message);
