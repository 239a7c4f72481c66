using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Friending.Api.Endpoints.Access;
using Friending.Api.Endpoints.Admin;
using Friending.Api.Endpoints.Assistants;
using Friending.Api.Endpoints.Decisions;
using Friending.Api.Endpoints.Policies;
using Friending.Policy.Analysis;
using Friending.Service;

namespace Friending.Api.Pipeline;

/// <summary>JSON of what only the HTTP operations write, and read over AuthZEN, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(DecisionExplanation))]
[JsonSerializable(typeof(GuidelineText))]
[JsonSerializable(typeof(PolicyChoices))]
[JsonSerializable(typeof(HealthStatus))]
[JsonSerializable(typeof(QueuedDecision))]
[JsonSerializable(typeof(PolicyCheck))]
[JsonSerializable(typeof(PolicyDiff))]
[JsonSerializable(typeof(AccessRequest))]
[JsonSerializable(typeof(AccessDecision))]
[JsonSerializable(typeof(AccessBatchRequest))]
[JsonSerializable(typeof(AccessBatchDecision))]
[JsonSerializable(typeof(SubjectSearchRequest))]
[JsonSerializable(typeof(ResourceSearchRequest))]
[JsonSerializable(typeof(ActionSearchRequest))]
[JsonSerializable(typeof(SearchResults))]
[JsonSerializable(typeof(AuthZenConfiguration))]
[JsonSerializable(typeof(McpMessage))]
[JsonSerializable(typeof(ProtectedResourceDescription))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <inheritdoc cref="Service.ServiceJson.Web"/>
    internal static ApiJson Web => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
