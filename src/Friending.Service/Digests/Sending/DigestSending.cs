using System.Text.Json.Serialization;
using Friending.Service.Digests.Channels;

namespace Friending.Service.Digests.Sending;

/// <summary>What came of sending a week's digest.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DigestSendingStatus>))]
public enum DigestSendingStatus
{
    /// <summary>It was sent now.</summary>
    [JsonStringEnumMemberName("sent")] Sent,

    /// <summary>It had been sent before, and was not sent again.</summary>
    [JsonStringEnumMemberName("alreadySent")] AlreadySent,

    /// <summary>Somebody else is sending it.</summary>
    [JsonStringEnumMemberName("beingSent")] BeingSent,

    /// <summary>It went to nobody; it is tried again when it is due.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>What came of sending a week's digest to all that it is for.</summary>
/// <param name="Items">One an audience and channel.</param>
public sealed record DigestSendings(IReadOnlyList<DigestSending> Items);

/// <summary>What came of sending a week's digest to an audience by a channel.</summary>
/// <param name="Week">The week.</param>
/// <param name="Audience">Whom it is for.</param>
/// <param name="Channel">How it is sent: <c>mail</c>, <c>teams</c> or <c>queue</c>.</param>
/// <param name="Status">What came of it.</param>
/// <param name="SentAt">When it was last sent; null if never.</param>
/// <param name="Reached">How many recipients it has reached, of a channel that has recipients.</param>
/// <param name="Refused">The recipients that refused it.</param>
/// <param name="Error">Why it failed.</param>
public sealed record DigestSending(
    IsoWeek Week,
    string Audience,
    string Channel,
    DigestSendingStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? SentAt,
    int Reached,
    IReadOnlyList<RefusedRecipient> Refused,
    string? Error = null);
