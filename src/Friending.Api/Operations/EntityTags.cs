using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Friending.Api;

/// <summary>ETags and the conditions that use them (RFC 9110, section 13).</summary>
internal static class EntityTags
{
    /// <summary>Sets the ETag of a decision.</summary>
    internal static void Set(HttpContext context, int revision) =>
        context.Response.GetTypedHeaders().ETag = new(FormattableString.Invariant($"\"{revision}\""));

    /// <summary>
    /// The revisions that <c>If-Match</c> names; null if any will do. Empty, so that none will do, where it names only what was
    /// never a revision, also weak tags, which it compares to nothing.
    /// </summary>
    internal static IReadOnlyCollection<int>? IfMatch(HttpRequest request)
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

    /// <summary>Sets the ETag; true if the caller has this version already and gets 304.</summary>
    internal static bool IsNotModified(HttpContext context, string value)
    {
        var tag = new EntityTagHeaderValue($"\"{value}\"");
        context.Response.GetTypedHeaders().ETag = tag;
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false) || t.Equals(EntityTagHeaderValue.Any));
    }
}
