using System.Text.Json.Serialization;
using Friending.Service.Requests;

namespace Friending.Service.Reviews;

/// <summary>What a reviewer sends to resolve a review.</summary>
public sealed record ReviewRequest
{
    /// <summary>How long a reason may be, in UTF-16 code units.</summary>
    public const int MaxReasonLength = 1000;

    /// <summary>The outcomes a reviewer may give.</summary>
    public static IReadOnlyList<string> Resolutions { get; } = ["permit", "discourage", "decline"];

    /// <summary>The outcome: <c>permit</c>, <c>discourage</c> or <c>decline</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Resolution { get; init; }

    /// <summary>Why, 1 to 1000 characters that identify nobody: it is kept with the decision.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>What is wrong with it: something missing, too long, or not of the form asked for.</summary>
    public IEnumerable<RequestProblem> Check()
    {
        if (Resolution is null)
            yield return new("/resolution", "Is required.");
        else if (!Resolutions.Contains(Resolution))
            yield return new("/resolution", $"Must be one of {string.Join(", ", Resolutions)}.");
        if (Reason is null)
            yield return new("/reason", "Is required.");
        else if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > MaxReasonLength)
            yield return new("/reason", FormattableString.Invariant($"Must be 1 to {MaxReasonLength} characters."));
    }
}
