using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace Friending.Api;

/// <summary>JSON of what only the HTTP operations write, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(DecisionExplanation))]
[JsonSerializable(typeof(GuidelineText))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(QueuedDecision))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <inheritdoc cref="Service.ServiceJson.Web"/>
    internal static ApiJson Web => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
