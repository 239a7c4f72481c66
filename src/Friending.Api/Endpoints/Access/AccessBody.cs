using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Friending.Service.Requests;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Friending.Api.Endpoints.Access;

/// <summary>The body of an AuthZEN operation. As its specification asks, unknown members are ignored and
/// a wrong media type is 400.</summary>
internal sealed class AccessBody<T> : IReadable, IBindableFromHttpContext<AccessBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;

    private AccessBody(T? value, IResult? refused) => (_value, Refused) = (value, refused);

    /// <summary>What was sent.</summary>
    internal T Value => _value ?? throw new InvalidOperationException("The body was refused.");

    /// <inheritdoc/>
    public IResult? Refused { get; }

    /// <inheritdoc/>
    public static async ValueTask<AccessBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        if (!RequestBody.IsJson(request.ContentType) || !IsExactlyJson(request.ContentType))
            return new(null,
                Problems.Of(400, "unsupported-media-type", "The body must be JSON", "Send Content-Type: application/json, in UTF-8."));
        var (bytes, refused) = await RequestBody.ReadAsync(request, RequestBody.MaxSize);
        if (bytes is null)
            return new(null, refused);
        var (value, problems) = StrictJson.Read(bytes, (JsonTypeInfo<T>)ApiJson.Web.GetTypeInfo(typeof(T))!);
        // Properties and context stay JSON until a fact is read from them, so what is no text in them would come to light only there.
        if (problems.Count == 0 && !StrictJson.IsText(bytes))
            problems = [new("", StrictJson.NoText)];
        return new(value, problems.Count == 0 ? null : Problems.Invalid(problems));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyMetadata(typeof(T)));

    private static bool IsExactlyJson(string? contentType) =>
        MediaTypeHeaderValue.Parse(contentType).MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
