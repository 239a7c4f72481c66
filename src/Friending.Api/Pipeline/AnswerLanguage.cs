using System.Reflection;
using Friending.Api.Pipeline.OpenApi;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Microsoft.AspNetCore.Http.Metadata;

namespace Friending.Api.Pipeline;

/// <summary>The language to answer in: the policy's language that <c>Accept-Language</c> prefers; the policy's first if none fits.</summary>
/// <param name="Tag">The language tag.</param>
internal sealed record AnswerLanguage(string Tag) : IBindableFromHttpContext<AnswerLanguage>, IEndpointParameterMetadataProvider
{
    /// <inheritdoc/>
    public static ValueTask<AnswerLanguage?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        new(new AnswerLanguage(Choose(context.Request, context.RequestServices.GetRequiredService<PolicyDecisionPoint>().Document)));

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(
        new HeaderMetadata("Accept-Language", "The languages to answer in, best first; without one that the policy has, its first.", "es"));

    private static string Choose(HttpRequest request, PolicyDocument policy)
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
