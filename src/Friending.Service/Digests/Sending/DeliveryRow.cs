using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Friending.Service.Digests.Channels;
using Friending.Service.Storage;

namespace Friending.Service.Digests.Sending;

/// <summary>How far the sending of a week's digest to an audience by a channel is.</summary>
internal enum DeliveryState
{
    /// <summary>Somebody sends it, until the claim lapses.</summary>
    Sending,

    /// <summary>It was tried and went to nobody.</summary>
    Failed,

    /// <summary>It was sent, though perhaps not to everybody.</summary>
    Sent,
}

/// <summary>A row of <see cref="TableNames.Digests"/>: the sending of a week's digest to an audience by a channel.</summary>
internal sealed record DeliveryRow(string Partition, string Row)
{
    internal DeliveryState State { get; init; }

    /// <summary>When the claim of whoever sends it lapses.</summary>
    internal DateTimeOffset Until { get; init; }

    internal int Attempts { get; init; }

    /// <summary>When it was last sent.</summary>
    internal DateTimeOffset? SentAt { get; init; }

    /// <summary>When it was first sent to anybody.</summary>
    internal DateTimeOffset? FirstSentAt { get; init; }

    internal IReadOnlyList<string> Reached { get; init; } = [];

    internal IReadOnlyList<RefusedRecipient> Refused { get; init; } = [];

    /// <summary>Why it failed.</summary>
    internal string? Error { get; init; }

    /// <summary>The digest as it was sent.</summary>
    internal Digest? Digest { get; init; }

    internal ETag ETag { get; init; }

    internal TableEntity ToEntity()
    {
        var entity = new TableEntity(Partition, Row)
        {
            [nameof(State)] = State.ToString(),
            [nameof(Until)] = Until,
            [nameof(Attempts)] = Attempts,
            [nameof(SentAt)] = SentAt,
            [nameof(FirstSentAt)] = FirstSentAt,
            [nameof(Reached)] = JsonSerializer.Serialize(Reached, ServiceJson.Web.IReadOnlyListString),
            [nameof(Refused)] = JsonSerializer.Serialize(Refused, ServiceJson.Web.IReadOnlyListRefusedRecipient),
            [nameof(Error)] = Error,
        };
        if (Digest is not null)
            GzipColumns.Write(entity, JsonSerializer.SerializeToUtf8Bytes(Digest, ServiceJson.Web.Digest));
        return entity;
    }

    internal static DeliveryRow Of(TableEntity entity)
    {
        return new(entity.PartitionKey, entity.RowKey)
        {
            State = Enum.Parse<DeliveryState>(entity.GetString(nameof(State))),
            Until = entity.GetDateTimeOffset(nameof(Until)) ?? default,
            Attempts = entity.GetInt32(nameof(Attempts)) ?? 0,
            SentAt = entity.GetDateTimeOffset(nameof(SentAt)),
            FirstSentAt = entity.GetDateTimeOffset(nameof(FirstSentAt)),
            Reached = JsonSerializer.Deserialize(entity.GetString(nameof(Reached)), ServiceJson.Web.IReadOnlyListString)!,
            Refused = JsonSerializer.Deserialize(entity.GetString(nameof(Refused)), ServiceJson.Web.IReadOnlyListRefusedRecipient)!,
            Error = entity.GetString(nameof(Error)),
            Digest = GzipColumns.Read(entity) is { } digest ? JsonSerializer.Deserialize(digest, ServiceJson.Web.Digest) : null,
            ETag = entity.ETag,
        };
    }
}
