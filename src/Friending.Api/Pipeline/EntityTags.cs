using System.Globalization;
using System.Reflection;
using Friending.Api.Pipeline.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Friending.Api.Pipeline;

/// <summary>ETags of decisions (RFC 9110, section 8.8.3): the decision's revision.</summary>
internal static class EntityTags
{
    /// <summary>Sets the ETag of a decision.</summary>
    internal static void Set(HttpContext context, int revision) =>
        context.Response.Headers.ETag = FormattableString.Invariant($"\"{revision}\"");
}

/// <summary>The header <c>If-None-Match</c> (RFC 9110, section 13.1.2): a list of tags that compare weakly, or <c>*</c>.</summary>
internal sealed class IfNoneMatch(HttpContext context) : IBindableFromHttpContext<IfNoneMatch>, IEndpointParameterMetadataProvider
{
    /// <summary>Sets the ETag; true if the caller has this version already and gets 304.</summary>
    internal bool IsNotModified(string value)
    {
        var tag = new EntityTagHeaderValue($"\"{value}\"");
        context.Response.GetTypedHeaders().ETag = tag;
        return context.Request.GetTypedHeaders().IfNoneMatch
            .Any(t => t.Compare(tag, useStrongComparison: false) || t.Equals(EntityTagHeaderValue.Any));
    }

    /// <inheritdoc/>
    public static ValueTask<IfNoneMatch?> BindAsync(HttpContext context, ParameterInfo parameter) => new(new IfNoneMatch(context));

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(
        new HeaderMetadata("If-None-Match", "The ETag of the version that the caller has; 304 if there is no newer one.", "\"1\""));
}

/// <summary>
/// The header <c>If-Match</c> (RFC 9110, section 13.1.1): a list of tags that compare strongly, or <c>*</c>.
/// </summary>
/// <param name="Revisions">
/// The revisions that it names; null if any will do. Empty, so that none will do, where it names only what is no revision, and
/// weak tags, which compare strongly to nothing.
/// </param>
internal sealed record IfMatch(IReadOnlyCollection<int>? Revisions) : IBindableFromHttpContext<IfMatch>, IEndpointParameterMetadataProvider
{
    /// <inheritdoc/>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context, ParameterInfo parameter) => new(new IfMatch(Read(context.Request)));

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(
        new HeaderMetadata("If-Match", "The ETag of the version that the caller saw; 412 if there is a newer one.", "\"1\""));

    private static List<int>? Read(HttpRequest request)
    {
        if (!request.Headers.ContainsKey(HeaderNames.IfMatch))
            return null;
        var tags = request.GetTypedHeaders().IfMatch;
        if (tags.Contains(EntityTagHeaderValue.Any))
            return null;
        var revisions = new List<int>();
        foreach (var tag in tags)
            if (!tag.IsWeak && int.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
                revisions.Add(revision);
        return revisions;
    }
}
