using System.Text.Json;
using System.Text.Json.Serialization;

namespace Friending.Service.Intake;

/// <summary>Why a message went to the poison queue, as the entry's <c>reason</c>.</summary>
public static class PoisonReason
{
    /// <summary>It is neither a JSON object nor Base64 of one, or the JSON is broken.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>It is JSON, but not a request that can be taken.</summary>
    public const string Invalid = "invalid";

    /// <summary>Its note may identify somebody.</summary>
    public const string IdentifyingNote = "identifying-note";

    /// <summary>Its idempotency key was used for another request.</summary>
    public const string KeyConflict = "idempotency-conflict";

    /// <summary>It does not settle the outcome, and the policy has no outcome for a person to review.</summary>
    public const string Incomplete = "incomplete";

    /// <summary>It may be good, but handling it failed time after time.</summary>
    public const string Failed = "failed";
}

/// <summary>A message on the queue <c>friending-requests-poison</c>: a request that was not decided, and why.</summary>
public sealed record PoisonEntry
{
    /// <summary>The same for the same content, also if the entry should be there twice.</summary>
    public required string Id { get; init; }

    /// <summary>Why, see <see cref="PoisonReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>What is wrong, by JSON Pointer into the message.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; }

    /// <summary>The message's text, decoded from Base64 if it was that; without what may identify somebody.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Message { get; init; }

    /// <summary>JSON Pointers of what was left out of <see cref="Message"/> since it may identify somebody; the
    /// empty pointer means all of it.</summary>
    public IReadOnlyList<string>? LeftOut { get; init; }

    /// <summary>True if <see cref="Message"/> was cut to fit a queue message; the whole of it is in the row <see cref="Id"/> of the table
    /// of request keys (columns <c>Message</c>, <c>Message2</c>, …).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Cut { get; init; }

    /// <summary>The queue's id of the message.</summary>
    public required string MessageId { get; init; }

    /// <summary>When the message was put on the queue, where the host tells; else when it was refused.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>How often it had been tried.</summary>
    public required long DequeueCount { get; init; }

    /// <summary>The entry in a message of the poison queue; null if it is none, since the Functions host put
    /// a message there as it came.</summary>
    internal static PoisonEntry? Read(BinaryData body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ServiceJson.Web.PoisonEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
