using Friending.Service;
using Microsoft.Extensions.Options;

namespace Friending.Api.Pipeline;

/// <summary>The address that callers know the service by, without a slash at its end.</summary>
internal static class PublicAddress
{
    /// <summary>Where no address is known.</summary>
    internal static ProblemResult Unknown { get; } =
        Problems.NotFound("The service does not know its own address: the setting Friending:PublicUrl is missing.");

    /// <summary>
    /// The address of the settings. Without it, that which was called, on a developer's machine only: elsewhere what the caller writes
    /// into the header Host is not repeated as our own name, and there is null.
    /// </summary>
    internal static string? Of(HttpContext context)
    {
        if (context.RequestServices.GetRequiredService<IOptions<PublicUrlOptions>>().Value.PublicUrl is { Length: > 0 } configured)
            return configured.TrimEnd('/');
        var called = $"{context.Request.Scheme}://{context.Request.Headers.Host.ToString()}";
        return Uri.TryCreate(called, UriKind.Absolute, out var url) && url.IsLoopback ? called : null;
    }
}
