using System.Text.Json;
using System.Text.Json.Serialization;

namespace Friending.Api.Endpoints.Access;

/// <summary>What an AuthZEN search looks for.</summary>
internal enum SearchTarget
{
    /// <summary>The subjects that may.</summary>
    Subject,

    /// <summary>The resources that the subject may do it to.</summary>
    Resource,

    /// <summary>The actions that the subject may do.</summary>
    Action,
}

/// <summary>The entities a search looks for, all of one type. An identifier has no meaning here and is
/// ignored like any unknown member.</summary>
public sealed record SoughtEntities
{
    /// <summary>Their type. Required.</summary>
    public string? Type { get; init; }

    /// <summary>What else is known about them.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Properties { get; init; }

    internal AccessEntity ToEntity() => new() { Type = Type, Properties = Properties };
}

/// <summary>An AuthZEN Subject Search request.</summary>
public sealed record SubjectSearchRequest
{
    /// <summary>What to look for. Required.</summary>
    public SoughtEntities? Subject { get; init; }

    /// <summary>What they should be able to do. Required.</summary>
    public AccessAction? Action { get; init; }

    /// <summary>What they should be able to do it to. Required.</summary>
    public AccessEntity? Resource { get; init; }

    /// <summary>The circumstances.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Context { get; init; }

    /// <summary>The part of the results that is wanted.</summary>
    public SearchPageRequest? Page { get; init; }
}

/// <summary>An AuthZEN Resource Search request.</summary>
public sealed record ResourceSearchRequest
{
    /// <summary>Who should be able to. Required.</summary>
    public AccessEntity? Subject { get; init; }

    /// <summary>What they should be able to do. Required.</summary>
    public AccessAction? Action { get; init; }

    /// <summary>What to look for. Required.</summary>
    public SoughtEntities? Resource { get; init; }

    /// <summary>The circumstances.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Context { get; init; }

    /// <summary>The part of the results that is wanted.</summary>
    public SearchPageRequest? Page { get; init; }
}

/// <summary>An AuthZEN Action Search request.</summary>
public sealed record ActionSearchRequest
{
    /// <summary>Who should be able to. Required.</summary>
    public AccessEntity? Subject { get; init; }

    /// <summary>What they should be able to act on. Required.</summary>
    public AccessEntity? Resource { get; init; }

    /// <summary>The circumstances.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Context { get; init; }

    /// <summary>The part of the results that is wanted.</summary>
    public SearchPageRequest? Page { get; init; }
}

/// <summary>Which part of a search's results is wanted; absent: all.</summary>
public sealed record SearchPageRequest
{
    /// <summary>The <c>next_token</c> of the page before.</summary>
    public string? Token { get; init; }

    /// <summary>How many results to give at most.</summary>
    public long? Limit { get; init; }
}

/// <summary>The results of a search.</summary>
/// <param name="Page">Which part of them these are; there only if the request asked for a page.</param>
/// <param name="Results">What was found, in the order of the policy document.</param>
public sealed record SearchResults(SearchPage? Page, IReadOnlyList<FoundEntity> Results);

/// <summary>Which part of its results a search gives.</summary>
/// <param name="NextToken">What to ask for the next page with; empty if there is none.</param>
/// <param name="Count">How many results these are.</param>
/// <param name="Total">How many there are on all pages.</param>
public sealed record SearchPage([property: JsonPropertyName("next_token")] string NextToken, int Count, int Total);

/// <summary>A subject or resource (with <paramref name="Type"/> and <paramref name="Id"/>) or an action
/// (with <paramref name="Name"/>).</summary>
/// <param name="Type">The type that was asked for.</param>
/// <param name="Id">The entity's identifier.</param>
/// <param name="Name">The action's name.</param>
public sealed record FoundEntity(string? Type = null, string? Id = null, string? Name = null);
