using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Friending.Service;
using Friending.Service.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace Friending.Api.Pipeline;

/// <summary>An argument of a handler that may be unreadable; <see cref="RefuseUnreadable"/> then answers instead of the handler.</summary>
internal interface IReadable
{
    /// <summary>The problem to answer with; null if there is none.</summary>
    IResult? Refused { get; }
}

/// <summary>For the OpenAPI document: the type of a handler's JSON body.</summary>
/// <param name="Type">The type.</param>
internal sealed record BodyMetadata(Type Type);

/// <summary>The body of one of our own operations: JSON of one type, in UTF-8, at most 64 KiB, without
/// unknown or repeated members.</summary>
internal sealed class JsonBody<T> : IReadable, IBindableFromHttpContext<JsonBody<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private readonly T? _value;

    private JsonBody(T? value, IResult? refused) => (_value, Refused) = (value, refused);

    /// <summary>What was sent.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The body was refused.");

    /// <inheritdoc/>
    public IResult? Refused { get; }

    /// <inheritdoc/>
    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, refused) = await RequestBody.ReadAsync(context.Request, RequestBody.MaxSize);
        if (bytes is null)
            return new(null, refused);
        var (value, problems) = StrictJson.Read(bytes, (JsonTypeInfo<T>)ServiceJson.Web.GetTypeInfo(typeof(T))!);
        // The unreadable members of a request are reported together with everything else that is wrong with it.
        return new(value, problems.Count == 0 || value is FriendRequest ? null : Problems.Invalid(problems));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new BodyMetadata(typeof(T)));
}

/// <summary>Answers with the problem of the first argument that could not be read.</summary>
internal sealed class RefuseUnreadable : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
            if (argument is IReadable { Refused: { } refused })
                return new(refused);
        return next(context);
    }
}
