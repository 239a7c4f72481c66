using System.Text.Json;
using Friending.Service.Notes;
using Friending.Service.Requests;

namespace Friending.Api.Endpoints.Access;

/// <summary>A subject or resource of an AuthZEN request (Authorization API 1.0, "Information Model"). Members that it
/// does not define are ignored.</summary>
public sealed record AccessEntity
{
    /// <summary>What sort of entity it is.</summary>
    public string? Type { get; init; }

    /// <summary>Its identifier, unique within the type.</summary>
    public string? Id { get; init; }

    /// <summary>What else is known about it.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Properties { get; init; }
}

/// <summary>The action of an AuthZEN request.</summary>
public sealed record AccessAction
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>What else is known about it.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Properties { get; init; }
}

/// <summary>An AuthZEN Access Evaluation request: may this subject do this to that resource?</summary>
public sealed record AccessRequest
{
    private const string Required = "Is required.";

    /// <summary>Who wants to. Required.</summary>
    public AccessEntity? Subject { get; init; }

    /// <summary>What they want to do. Required.</summary>
    public AccessAction? Action { get; init; }

    /// <summary>What they want to do it to. Required.</summary>
    public AccessEntity? Resource { get; init; }

    /// <summary>The circumstances.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Context { get; init; }

    /// <summary>The members that are required and not there. What a search looks for need not be.</summary>
    internal IEnumerable<RequestProblem> Missing(SearchTarget? sought = null)
    {
        if (Subject is null)
            yield return new("/subject", Required);
        if (Action is null && sought is not SearchTarget.Action)
            yield return new("/action", Required);
        if (Resource is null)
            yield return new("/resource", Required);
    }

    /// <summary>What is wrong with the members that are there. What a search looks for has no identifier.</summary>
    internal IEnumerable<RequestProblem> Malformed(SearchTarget? sought = null)
    {
        if (Subject is { Type: null })
            yield return new("/subject/type", Required);
        if (Subject is { Id: null } && sought is not SearchTarget.Subject)
            yield return new("/subject/id", Required);
        if (Action is { Name: null })
            yield return new("/action/name", Required);
        if (Resource is { Type: null })
            yield return new("/resource/type", Required);
        if (Resource is { Id: null } && sought is not SearchTarget.Resource)
            yield return new("/resource/id", Required);
        if (NoteProblem() is { } note)
            yield return new("/context/note", note);
    }

    // Checked as in every request, though nothing of an AuthZEN request is kept: callers must not get used to sending such notes.
    private string? NoteProblem()
    {
        if (Context is null || !Context.TryGetValue("note", out var note) || note.ValueKind is JsonValueKind.Null)
            return null;
        if (note.ValueKind is not JsonValueKind.String)
            return "Must be text.";
        var text = note.GetString()!;
        if (text.Length > RequestFacts.MaxNoteLength)
            return FormattableString.Invariant($"Must be at most {RequestFacts.MaxNoteLength} characters.");
        return NoteGuard.Inspect(text) is { Count: > 0 } findings ? Problems.AboutNote(findings) : null;
    }
}
