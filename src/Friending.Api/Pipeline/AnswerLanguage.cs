using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Friending.Api.Pipeline.OpenApi;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Microsoft.AspNetCore.Http.Metadata;

namespace Friending.Api.Pipeline;

/// <summary>The language to answer in: the policy's language that <c>Accept-Language</c> prefers; the
/// policy's first if none fits.</summary>
/// <param name="Tag">The language tag.</param>
/// <param name="WithRegion">The language in the region that <c>Accept-Language</c> names with it.</param>
internal sealed partial record AnswerLanguage(string Tag, string WithRegion)
    : IBindableFromHttpContext<AnswerLanguage>, IEndpointParameterMetadataProvider
{
    /// <summary>The caller's way to write dates and numbers.</summary>
    public CultureInfo Culture => CultureInfo.GetCultureInfo(WithRegion);

    /// <inheritdoc/>
    public static ValueTask<AnswerLanguage?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(Choose(context.Request, context.RequestServices.GetRequiredService<PolicyDecisionPoint>().Document));

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(
        new HeaderMetadata("Accept-Language", "The languages to answer in, best first; without one that the policy has, its first.", "es"));

    private static AnswerLanguage Choose(HttpRequest request, PolicyDocument policy)
    {
        var otherwise = new AnswerLanguage(policy.Languages[0], policy.Languages[0]);
        if (request.Headers.AcceptLanguage.Count == 0)
            return otherwise;
        var accepted = request.GetTypedHeaders().AcceptLanguage
            .Where(l => l.Quality is not 0)
            .OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString());
        foreach (var tag in accepted)
            foreach (var language in policy.Languages)
                if (tag.Equals(language, StringComparison.OrdinalIgnoreCase)
                    || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase))
                    return new(language, HasRegion().IsMatch(tag) ? tag : language);
        return otherwise;
    }

    // BCP 47: a language, at most a script, and a region.
    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2}|-[0-9]{3})?$")]
    private static partial Regex HasRegion();
}
