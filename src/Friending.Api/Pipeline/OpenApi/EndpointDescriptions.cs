namespace Friending.Api.Pipeline.OpenApi;

/// <summary>A value that a parameter may have, for the OpenAPI document.</summary>
/// <param name="value">The value.</param>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class ExampleAttribute(string value) : Attribute
{
    /// <summary>The value.</summary>
    public string Value { get; } = value;

    /// <summary>The parameter's format in JSON Schema.</summary>
    public string? Format { get; init; }
}

/// <summary>A request header that a handler reads through a type of its own, for the OpenAPI document.</summary>
/// <param name="Name">The header's name.</param>
/// <param name="Description">What it means.</param>
/// <param name="Example">A value.</param>
internal sealed record HeaderMetadata(string Name, string Description, string Example);

/// <summary>Headers that come with a response, for the OpenAPI document.</summary>
/// <param name="Status">The response's status.</param>
/// <param name="Names">The headers.</param>
internal sealed record ResponseHeadersMetadata(int Status, IReadOnlyList<string> Names);

/// <summary>
/// What an endpoint answers, for the OpenAPI document. When and why stands in the handler's doc comments; errors that every
/// operation may have are added by <see cref="OperationDescriptions"/>.
/// </summary>
internal static class EndpointDescriptions
{
    /// <summary>It answers with JSON of that type, and with these headers.</summary>
    internal static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status, params string[] headers) => endpoint
        .Produces<T>(status, MediaTypes.Json)
        .WithMetadata(new ResponseHeadersMetadata(status, headers));

    /// <summary>With 200 it answers also, by <c>Accept</c>, with text of these media types.</summary>
    internal static RouteHandlerBuilder AnswersAlsoAs(this RouteHandlerBuilder endpoint, params string[] mediaTypes) =>
        endpoint.WithMetadata(new TextMetadata(mediaTypes));

    /// <summary>It answers 200 with one of these media types, never JSON.</summary>
    internal static RouteHandlerBuilder AnswersOnlyAs(this RouteHandlerBuilder endpoint, params string[] mediaTypes) => endpoint
        .AnswersNothing(200)
        .AnswersAlsoAs(mediaTypes)
        .WithMetadata(new ResponseHeadersMetadata(200, ["ETag"]));

    /// <summary>It answers with that status and no body.</summary>
    internal static RouteHandlerBuilder AnswersNothing(this RouteHandlerBuilder endpoint, int status) =>
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(status));

    /// <summary>It answers with a problem of these statuses, beside those that every operation may answer with.</summary>
    internal static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<Problem>(status, MediaTypes.Problem);
        return endpoint;
    }
}

/// <summary>Media types of text that an endpoint answers 200 with, for the OpenAPI document.</summary>
/// <param name="MediaTypes">The media types.</param>
internal sealed record TextMetadata(IReadOnlyList<string> MediaTypes);
