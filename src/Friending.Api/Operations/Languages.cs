using Friending.Policy.Documents;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>Chooses the language of an answer.</summary>
internal static class Languages
{
    /// <summary>The policy's language that the caller's <c>Accept-Language</c> likes best; its first if none fits.</summary>
    internal static string Of(HttpRequest request, PolicyDocument policy)
    {
        if (request.Headers.AcceptLanguage.Count == 0)
            return policy.Languages[0];
        var accepted = request.GetTypedHeaders().AcceptLanguage
            .Where(l => l.Quality is not 0)
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString());
        foreach (var tag in accepted)
            foreach (var language in policy.Languages)
                if (tag.Equals(language, StringComparison.OrdinalIgnoreCase) || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase))
                    return language;
        return policy.Languages[0];
    }
}
