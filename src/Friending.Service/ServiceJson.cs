using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Friending.Service.Auditing;
using Friending.Service.Backup;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Digests.Sending;
using Friending.Service.Feed;
using Friending.Service.Intake;
using Friending.Service.Outbox;
using Friending.Service.Policies;
using Friending.Service.Requests;
using Friending.Service.Retention;
using Friending.Service.Reviews;

namespace Friending.Service;

/// <summary>
/// JSON of requests and decisions, generated at build time. A member that is null is left out unless it says otherwise. What others send is
/// read strictly, see <see cref="StrictJson"/>.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(FriendRequest))]
[JsonSerializable(typeof(Decision))]
[JsonSerializable(typeof(DecisionPage))]
[JsonSerializable(typeof(RequestPage))]
[JsonSerializable(typeof(FeedPage))]
[JsonSerializable(typeof(SubscriptionRequest))]
[JsonSerializable(typeof(Subscription))]
[JsonSerializable(typeof(ReviewRequest))]
[JsonSerializable(typeof(QuestionRequest))]
[JsonSerializable(typeof(NoteRequest))]
[JsonSerializable(typeof(ReviewPage))]
[JsonSerializable(typeof(EvaluationAnswer))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(RequestMessage))]
[JsonSerializable(typeof(PoisonEntry))]
[JsonSerializable(typeof(ReplayLine))]
[JsonSerializable(typeof(Digest))]
[JsonSerializable(typeof(DigestSendings))]
[JsonSerializable(typeof(IReadOnlyList<RefusedRecipient>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(AuditCheckpoint))]
[JsonSerializable(typeof(DecisionSeal))]
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(Restored))]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(BackupList))]
[JsonSerializable(typeof(RestoreProgress))]
[JsonSerializable(typeof(PoisonList))]
[JsonSerializable(typeof(ErasureRequest))]
[JsonSerializable(typeof(ErasureReport))]
[JsonSerializable(typeof(RememberedErasure))]
[JsonSerializable(typeof(Dictionary<string, string>))]
public sealed partial class ServiceJson : JsonSerializerContext
{
    /// <summary>As generated, but with letters such as ñ and ' written as they are: answers are JSON files, never part of a page.</summary>
    public static ServiceJson Web => field ??= new(new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

/// <summary>Times in JSON are UTC, ISO 8601, with <c>Z</c>.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
