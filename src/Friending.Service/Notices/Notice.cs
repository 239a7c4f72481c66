using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Friending.Service.Decisions;

namespace Friending.Service.Notices;

/// <summary>What a notice tells.</summary>
internal enum NoticeKind
{
    /// <summary>The team: a case waits for them.</summary>
    Arrived,

    /// <summary>Whoever asked: a reviewer wants to know more.</summary>
    Asked,

    /// <summary>The case's owner, or the team: whoever asked has said more.</summary>
    Answered,

    /// <summary>Whoever asked: a person has decided.</summary>
    Decided,

    /// <summary>The team and those to whom it escalates: a case is past its due time.</summary>
    Overdue,

    /// <summary>The team, and while something is overdue those to whom it escalates: what is due today.</summary>
    Reminder,
}

/// <summary>How a notice goes out.</summary>
internal enum NoticeChannel
{
    /// <summary>By mail.</summary>
    Mail,

    /// <summary>As a card, through the Teams workflow.</summary>
    Card,
}

/// <summary>How far a notice is.</summary>
internal enum NoticeState
{
    /// <summary>It is to be sent, from <see cref="Notice.Until"/> on.</summary>
    Waiting,

    /// <summary>Somebody is sending it, until the claim lapses at <see cref="Notice.Until"/>.</summary>
    Sending,

    /// <summary>It was sent.</summary>
    Sent,

    /// <summary>There was nobody, or nothing, to tell any more.</summary>
    Needless,

    /// <summary>It was not accepted for so long that it is not tried again, or it went to some recipients and not to all.</summary>
    Failed,

    /// <summary>The host that was sending it ended, or no answer came. Whether it was sent is unknown, so it is not sent again.</summary>
    Unknown,
}

/// <summary>
/// Something to tell somebody once: a row of <see cref="Storage.TableNames.Notices"/>. Its key follows from what happened,
/// so it is there once however often it is asked for. It holds neither an address nor a fact: both are looked up when it is sent.
/// </summary>
/// <param name="Day">The UTC day of the decision, of a reminder the day it is of; the row's partition.</param>
/// <param name="Key">What happened, and how it is told.</param>
internal sealed record Notice(DateOnly Day, string Key)
{
    internal required NoticeKind Kind { get; init; }

    internal required NoticeChannel Channel { get; init; }

    /// <summary>The decision; null for a reminder.</summary>
    internal DecisionId? Decision { get; init; }

    internal NoticeState State { get; init; }

    internal DateTimeOffset Until { get; init; }

    internal int Attempts { get; init; }

    internal DateTimeOffset? FirstTry { get; init; }

    internal DateTimeOffset? SentAt { get; init; }

    internal ETag ETag { get; init; }

    internal bool IsClosed => State is not (NoticeState.Waiting or NoticeState.Sending);

    /// <summary>That something happened to a decision.</summary>
    internal static Notice Of(NoticeKind kind, NoticeChannel channel, DecisionId decision, long occasion) => new(
        DecisionKeys.DayOf(decision.Time), string.Create(CultureInfo.InvariantCulture, $"{decision}|{occasion:D10}|{kind}|{channel}"))
    {
        Kind = kind,
        Channel = channel,
        Decision = decision,
    };

    /// <summary>What is due on a day.</summary>
    internal static Notice Reminder(DateOnly day, NoticeChannel channel) =>
        new(day, string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}|{NoticeKind.Reminder}|{channel}"))
        {
            Kind = NoticeKind.Reminder,
            Channel = channel,
        };

    internal static string PartitionOf(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    internal TableEntity ToEntity() => new(PartitionOf(Day), Key)
    {
        [nameof(Kind)] = Kind.ToString(),
        [nameof(Channel)] = Channel.ToString(),
        [nameof(Decision)] = Decision?.ToString(),
        [nameof(State)] = State.ToString(),
        [nameof(Until)] = Until > DateTimeOffset.MinValue ? Until : null,
        [nameof(Attempts)] = Attempts,
        [nameof(FirstTry)] = FirstTry,
        [nameof(SentAt)] = SentAt,
    };

    internal static Notice Of(TableEntity row) => new(
        DateOnly.ParseExact(row.PartitionKey, "yyyyMMdd", CultureInfo.InvariantCulture), row.RowKey)
    {
        Kind = Enum.Parse<NoticeKind>(row.GetString(nameof(Kind))),
        Channel = Enum.Parse<NoticeChannel>(row.GetString(nameof(Channel))),
        Decision = DecisionId.TryParse(row.GetString(nameof(Decision)), out var id) ? id : null,
        State = Enum.Parse<NoticeState>(row.GetString(nameof(State))),
        Until = row.GetDateTimeOffset(nameof(Until)) ?? DateTimeOffset.MinValue,
        Attempts = row.GetInt32(nameof(Attempts)) ?? 0,
        FirstTry = row.GetDateTimeOffset(nameof(FirstTry)),
        SentAt = row.GetDateTimeOffset(nameof(SentAt)),
        ETag = row.ETag,
    };
}
