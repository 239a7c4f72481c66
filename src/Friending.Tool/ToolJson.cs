using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using Friending.Policy.Analysis;
using Friending.Tool.Policies;

namespace Friending.Tool;

/// <summary>What <c>--json</c> writes, generated at build time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<CheckedFile>))]
[JsonSerializable(typeof(IReadOnlyList<TestedFile>))]
[JsonSerializable(typeof(PolicyDiff))]
[JsonSerializable(typeof(ExplainedFacts))]
[JsonSerializable(typeof(InterviewAnswer))]
[JsonSerializable(typeof(IReadOnlyList<GuidelineTable>))]
internal sealed partial class ToolJson : JsonSerializerContext
{
    /// <summary>As generated, with letters such as ñ as they are.</summary>
    internal static ToolJson Readable => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
