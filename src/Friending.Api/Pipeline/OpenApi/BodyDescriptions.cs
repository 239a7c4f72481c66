using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Friending.Api.Pipeline.OpenApi;

/// <summary>
/// Tells the framework of the bodies that handlers bind themselves, so that it describes them as its own. The framework's metadata for
/// this would also refuse other media types during routing, before the caller is known.
/// </summary>
internal sealed class BodyDescriptions : IApiDescriptionProvider
{
    /// <inheritdoc/>
    public int Order => 0;

    /// <inheritdoc/>
    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
    }

    /// <inheritdoc/>
    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        foreach (var operation in context.Results)
        {
            if (operation.ActionDescriptor.EndpointMetadata.OfType<BodyMetadata>().LastOrDefault() is not { } body)
                continue;
            operation.ParameterDescriptions.Add(new() { Name = "body", Type = body.Type, Source = BindingSource.Body, IsRequired = true });
            operation.SupportedRequestFormats.Add(new() { MediaType = MediaTypes.Json });
        }
    }
}
