namespace Friending.Api.Endpoints.Requests;

/// <summary>The header <c>Prefer</c> (RFC 7240), as far as the service knows preferences.</summary>
internal static class Preferences
{
    /// <summary>The preference of a caller who does not wait for the decision.</summary>
    internal const string RespondAsync = "respond-async";

    /// <summary>Whether the caller prefers not to wait.</summary>
    internal static bool AsksForAsync(string? prefer) => (prefer ?? "").Split(',')
        .Any(preference => preference.Split(';')[0].Trim().Equals(RespondAsync, StringComparison.OrdinalIgnoreCase));
}
