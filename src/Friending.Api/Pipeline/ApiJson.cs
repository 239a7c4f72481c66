using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Friending.Api.Endpoints.Access;
using Friending.Api.Endpoints.Admin;
using Friending.Api.Endpoints.Assistants;
using Friending.Api.Endpoints.Decisions;
using Friending.Api.Endpoints.Policies;
using Friending.Policy.Analysis;
using Friending.Service.Decisions;

namespace Friending.Api.Pipeline;

/// <summary>
/// JSON of what only the HTTP operations write, and read over AuthZEN, generated at build time. Neither a converter nor an encoder is
/// among the options of <c>Default</c>: with either, the serializer does not write by the code generated for a type, which takes half the
/// time, see https://learn.microsoft.com/dotnet/standard/serialization/system-text-json/source-generation-modes. So no time is in these.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(EvaluationAnswer))]
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
