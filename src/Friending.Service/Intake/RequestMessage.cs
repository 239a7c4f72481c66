using System.Text.Json.Serialization;
using Friending.Service.Requests;

namespace Friending.Service.Intake;

/// <summary>A message on the queue <c>friending-requests</c>: a request, and how to deal with it.</summary>
public sealed record RequestMessage : FriendRequest
{
    /// <summary>A message without content.</summary>
    public RequestMessage()
    {
    }

    internal RequestMessage(FriendRequest request)
        : base(request)
    {
    }

    /// <summary>Messages with the same key and the same request make one decision; without it the message's own id is the key.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>An https address that is sent what happens to the decision.</summary>
    public string? Callback { get; set; }

    /// <summary>The id promised to a caller who did not wait (<c>Prefer: respond-async</c>). Only the service itself sets it.</summary>
    public string? DecisionId { get; set; }

    /// <summary>The sender's trace (W3C Trace Context), as in the CloudEvents distributed tracing extension; one that
    /// cannot be read is ignored.</summary>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; set; }

    /// <summary>What the sender's tracing system adds to <see cref="TraceParent"/>.</summary>
    [JsonPropertyName("tracestate")]
    public string? TraceState { get; set; }
}
