using System.Text.RegularExpressions;

namespace Friending.Service.Notes;

/// <summary>
/// Patterns whose time is linear in the text whatever the text is: <see cref="RegexOptions.NonBacktracking"/>. The price is that there
/// are no look-arounds, so what must not match is taken out beforehand.
/// </summary>
internal static class LinearPattern
{
    /// <summary>The start, or no digit before.</summary>
    internal const string Before = "(?:^|[^0-9])";

    /// <summary>The end, or no digit after.</summary>
    internal const string After = "(?:[^0-9]|$)";

    internal static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    internal static bool Any(Regex[] patterns, string text) => Array.Exists(patterns, pattern => pattern.IsMatch(text));
}
