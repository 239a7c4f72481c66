using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace Friending.Service.Outbox;

/// <summary>Writes events as CloudEvents 1.0, of a size that a queue message takes.</summary>
internal static class EventMessage
{
    // What a queue message takes.
    private const int MaxBytes = 64 * 1024;

    private static readonly Uri s_source = new("/friending", UriKind.Relative);
    // The CloudEvents distributed tracing extension.
    private static readonly CloudEventAttribute s_traceParent =
        CloudEventAttribute.CreateExtension("traceparent", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute s_traceState =
        CloudEventAttribute.CreateExtension("tracestate", CloudEventAttributeType.String);
    // Where the data is if it is too large to send along: the CloudEvents dataref extension.
    private static readonly CloudEventAttribute s_dataRef =
        CloudEventAttribute.CreateExtension("dataref", CloudEventAttributeType.UriReference);
    private static readonly JsonEventFormatter s_formatter =
        new(new JsonSerializerOptions(ServiceJson.Web.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }, default);

    /// <summary>The event as JSON.</summary>
    /// <param name="id">The event's id, the same when it is delivered again.</param>
    /// <param name="type">What happened.</param>
    /// <param name="subject">What it happened to.</param>
    /// <param name="time">When.</param>
    /// <param name="document">The data, JSON.</param>
    /// <param name="address">Where the data is found if it is too large, relative to the service.</param>
    /// <param name="traceParent">The trace that the receiver may continue.</param>
    /// <param name="traceState">What belongs to it.</param>
    internal static byte[] Encode(
        string id, string type, string subject, DateTimeOffset time, string document, string address, string? traceParent,
        string? traceState)
    {
        var cloudEvent = new CloudEvent { Id = id, Type = type, Source = s_source, Subject = subject, Time = time };
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
        cloudEvent[s_dataRef] = new Uri(address, UriKind.Relative);
        return s_formatter.EncodeStructuredModeMessage(cloudEvent, out _).ToArray();
    }
}
