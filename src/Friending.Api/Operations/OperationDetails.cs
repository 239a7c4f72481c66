namespace Friending.Api;

/// <summary>Where a parameter of an operation stands.</summary>
public enum ParameterPlace
{
    /// <summary>In the route.</summary>
    Path,

    /// <summary>In the query string.</summary>
    Query,

    /// <summary>In a header.</summary>
    Header,
}

/// <summary>A parameter that an operation reads beside its body; for documents that describe the operations.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, in a sentence.</param>
public sealed record OperationParameter(ParameterPlace Place, string Name, string Description)
{
    /// <summary>Its type in JSON Schema.</summary>
    public string Type { get; init; } = "string";

    /// <summary>Its format in JSON Schema.</summary>
    public string? Format { get; init; }

    /// <summary>The only values it takes; null if others do too.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>A value as it may be sent.</summary>
    public string? Example { get; init; }

    /// <summary>A decision's id in the route.</summary>
    public static OperationParameter DecisionId { get; } =
        new(ParameterPlace.Path, "id", "The decision's id, a UUIDv7.") { Format = "uuid", Example = "01a206a4-5294-78de-ad13-c4e3e0d5b7fc" };

    /// <summary>The condition that turns what the caller has already into a 304.</summary>
    public static OperationParameter IfNoneMatch { get; } =
        new(ParameterPlace.Header, "If-None-Match", "The ETag of the version that the caller has; 304 if there is no newer one.") { Example = "\"1\"" };

    /// <summary>The condition that keeps a change from undoing another.</summary>
    public static OperationParameter IfMatch { get; } =
        new(ParameterPlace.Header, "If-Match", "The ETag of the version that the caller saw; 412 if there is a newer one.") { Example = "\"1\"" };

    /// <summary>How many items a page may have.</summary>
    public static OperationParameter Limit { get; } = new(ParameterPlace.Query, "limit", "How many items to answer with at most.") { Type = "integer" };

    /// <summary>Where to read on in a list.</summary>
    public static OperationParameter Cursor { get; } = new(ParameterPlace.Query, "cursor", "Where to read on: the `cursor` of the page before, for the same filters.");

    /// <summary>The languages that the caller likes to be answered in.</summary>
    public static OperationParameter AcceptLanguage { get; } =
        new(ParameterPlace.Header, "Accept-Language", "The languages to answer in, best first; without one that the policy has, its first.") { Example = "es" };
}

/// <summary>An answer of an operation beside those that all operations have; for documents that describe the operations.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Description">When it is given.</param>
public sealed record OperationResponse(int Status, string Description)
{
    /// <summary>The type of the body of a 2xx answer; null: the operation's own.</summary>
    public Type? Type { get; init; }

    /// <summary>Headers that come with it.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}
