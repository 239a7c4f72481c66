using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Friending.Service.Requests;

namespace Friending.Service.Delivery;

/// <summary>
/// An event of a decision as CloudEvents 1.0 writes it: type <c>friending.decision.made</c> and so on, subject the
/// decision's id, data the decision. Its id follows from the decision and what happened, so an event that is delivered
/// again is known to be the same one.
/// </summary>
public static class DecisionEvent
{
    /// <summary>The media type of an event in a body.</summary>
    public const string MediaType = "application/cloudevents+json";

    // What a queue message takes.
    private const int MaxBytes = 64 * 1024;

    private static readonly Uri s_source = new("/friending", UriKind.Relative);
    // The CloudEvents distributed tracing extension.
    private static readonly CloudEventAttribute s_traceParent = CloudEventAttribute.CreateExtension("traceparent", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute s_traceState = CloudEventAttribute.CreateExtension("tracestate", CloudEventAttributeType.String);
    // Where the data is if it is too large to send along: the CloudEvents dataref extension.
    private static readonly CloudEventAttribute s_dataRef = CloudEventAttribute.CreateExtension("dataref", CloudEventAttributeType.UriReference);
    private static readonly JsonEventFormatter s_formatter =
        new(new JsonSerializerOptions(ServiceJson.Web.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }, default);

    /// <summary>The event's id.</summary>
    public static string IdOf(DecisionId id, string what) => $"{id}/{what}";

    /// <summary>The event as JSON, of a size that a queue message takes.</summary>
    /// <param name="id">The decision.</param>
    /// <param name="what">What happened, see <see cref="DecisionEvents"/>.</param>
    /// <param name="time">When.</param>
    /// <param name="document">The decision as it then was, JSON.</param>
    /// <param name="traceParent">The trace that the receiver may continue.</param>
    /// <param name="traceState">What belongs to it.</param>
    public static byte[] Encode(DecisionId id, string what, DateTimeOffset time, string document, string? traceParent, string? traceState)
    {
        var cloudEvent = new CloudEvent
        {
            Id = IdOf(id, what),
            Type = $"friending.decision.{what}",
            Source = s_source,
            Subject = id.ToString(),
            Time = time,
        };
        if (traceParent is not null)
            cloudEvent[s_traceParent] = traceParent;
        if (!string.IsNullOrEmpty(traceState))
            cloudEvent[s_traceState] = traceState;
        if (Encoding.UTF8.GetByteCount(document) < MaxBytes - 2048)
        {
            using var data = JsonDocument.Parse(document);
            cloudEvent.DataContentType = "application/json";
            cloudEvent.Data = data.RootElement;
            return s_formatter.EncodeStructuredModeMessage(cloudEvent, out _).ToArray();
        }
        cloudEvent[s_dataRef] = new Uri($"/api/decisions/{id}", UriKind.Relative);
        return s_formatter.EncodeStructuredModeMessage(cloudEvent, out _).ToArray();
    }
}
