using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Friending.Api;

/// <summary>ETags and the conditions that use them (RFC 9110, section 13).</summary>
internal static class EntityTags
{
    /// <summary>Sets the ETag; true if the caller has this version already and gets 304.</summary>
    internal static bool IsNotModified(HttpContext context, string value)
    {
        var tag = new EntityTagHeaderValue($"\"{value}\"");
        context.Response.GetTypedHeaders().ETag = tag;
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false) || t.Equals(EntityTagHeaderValue.Any));
    }
}
