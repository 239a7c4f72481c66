using System.Diagnostics;

namespace Friending.Api.Pipeline;

/// <summary>Tags the request's trace with the name of its endpoint. Under the Functions host all
/// requests have one route otherwise.</summary>
internal sealed class OperationTag(RequestDelegate next)
{
    /// <summary>Sets the tag and goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (Activity.Current is { IsAllDataRequested: true } activity && NameOf(context.GetEndpoint()) is { } name)
            activity.SetTag("friending.operation", name);
        return next(context);
    }

    /// <summary>The name of an endpoint; null if it has none, as those have that routing itself makes for errors.</summary>
    internal static string? NameOf(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
}
