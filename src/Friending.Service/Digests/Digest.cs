using System.Text.Json.Serialization;

namespace Friending.Service.Digests;

/// <summary>
/// The requests of a week, summed up for an audience: what every rendering shows and the API gives as JSON. Holds no staff
/// id, reference or note, and no number that would tell of a few people.
/// </summary>
public sealed record Digest
{
    /// <summary>The week.</summary>
    public required IsoWeek Week { get; init; }

    /// <summary>Whom it is for: <see cref="Organisation"/>, or a department's name.</summary>
    public required string Audience { get; init; }

    /// <summary>The week's first moment.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>The first moment after the week.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The time zone whose week it is, an IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>
    /// Up to when the numbers are, at the end of the week or, before it is over, by the hour: the same requests give the same digest.
    /// </summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Numbers about fewer different people than this are hidden, and so is what they could be worked out from.</summary>
    public required int Threshold { get; init; }

    /// <summary>How many requests were decided in the week.</summary>
    public required DigestFigure Requests { get; init; }

    /// <summary>How many in the week before.</summary>
    public required DigestFigure RequestsWeekBefore { get; init; }

    /// <summary>The requests of eight weeks, oldest first; the last is the digest's own.</summary>
    public required IReadOnlyList<DigestTrend> Trend { get; init; }

    /// <summary>The week's requests by each dimension, in the dimensions' order.</summary>
    public required IReadOnlyList<DigestBreakdown> Breakdowns { get; init; }

    /// <summary>What was permitted although the rule of thumb is no, and why: the policy's exemptions in their
    /// order, then the reviewers.</summary>
    public required IReadOnlyList<DigestExemptionCount> Exemptions { get; init; }

    /// <summary>What became of the requests that wait for a person.</summary>
    public required DigestReviews Reviews { get; init; }

    /// <summary>
    /// How many messages of the queue could not be read or decided and wait to be looked at; null for a department, to which none belongs.
    /// </summary>
    public int? Poisoned { get; init; }

    /// <summary>What changed most from the week before; empty where nothing stands out.</summary>
    public IReadOnlyList<DigestChange> Changes { get; init; } = [];

    /// <summary>The policies that decided in the week, in the order they came into force.</summary>
    public required IReadOnlyList<DigestPolicy> Policies { get; init; }

    /// <summary>The audience that sees everything.</summary>
    public const string Organisation = "organisation";
}

/// <summary>The requests of one week of the trend.</summary>
/// <param name="Week">The week.</param>
/// <param name="Requests">How many.</param>
public sealed record DigestTrend(IsoWeek Week, DigestFigure Requests);

/// <summary>What a week's requests are broken down by.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DigestDimension>))]
public enum DigestDimension
{
    /// <summary>The policy's outcome, such as <c>decline</c>.</summary>
    [JsonStringEnumMemberName("outcome")] Outcome,

    /// <summary>
    /// What held at the end of the week: the reviewer's outcome where there was one, else the policy's, and empty while a person was to
    /// decide. For the organisation only.
    /// </summary>
    [JsonStringEnumMemberName("standing")] Standing,

    /// <summary>The rules that decided, joined by <c>+</c>.</summary>
    [JsonStringEnumMemberName("rule")] Rule,

    /// <summary>The guidelines of those rules, joined by <c>+</c>.</summary>
    [JsonStringEnumMemberName("guideline")] Guideline,

    /// <summary>The social network.</summary>
    [JsonStringEnumMemberName("platform")] Platform,

    /// <summary>The department of who asked; absent from a department's own digest.</summary>
    [JsonStringEnumMemberName("department")] Department,

    /// <summary>The job of who asked.</summary>
    [JsonStringEnumMemberName("staffRole")] StaffRole,

    /// <summary>A fact of the policy that its document names for digests, see <see cref="DigestBreakdown.Fact"/>.</summary>
    [JsonStringEnumMemberName("fact")] Fact,

    /// <summary>The way in: <c>http</c> or <c>queue</c>.</summary>
    [JsonStringEnumMemberName("source")] Source,
}

/// <summary>The week's requests by one dimension.</summary>
/// <param name="By">The dimension.</param>
/// <param name="Rows">One a value, most requests first.</param>
/// <param name="Fact">The fact's name; absent where the dimension is none.</param>
public sealed record DigestBreakdown(
    DigestDimension By,
    IReadOnlyList<DigestRow> Rows,
    string? Fact = null);

/// <summary>The requests with one value of a dimension.</summary>
/// <param name="Value">The value as decisions hold it; empty where they hold none, such as a department nobody stated.</param>
/// <param name="Requests">How many in the week.</param>
/// <param name="WeekBefore">How many in the week before.</param>
public sealed record DigestRow(string Value, DigestFigure Requests, DigestFigure WeekBefore)
{
    /// <summary>Stands for all values that are not listed one by one: too few people have them, or there are too many.</summary>
    public const string Others = "*";
}

/// <summary>How often an exemption permitted a request of the week.</summary>
/// <param name="Exemption">Which: a code of the policy's document, or <see cref="Reviewer"/>.</param>
/// <param name="Permitted">How often.</param>
public sealed record DigestExemptionCount(string Exemption, DigestFigure Permitted)
{
    /// <summary>A reviewer permitted it.</summary>
    public const string Reviewer = "reviewer";
}

/// <summary>The reviews of a week.</summary>
/// <param name="Opened">How many of the week's requests went to a reviewer; like all of these not told to a department.</param>
/// <param name="Resolved">How many reviews were resolved in the week, whenever they were opened.</param>
/// <param name="MedianHoursToResolve">Of those resolved, from the decision to its resolution, in hours; null where none was, or too
/// few.</param>
/// <param name="Pending">How many wait at the end of the week, whenever they were opened.</param>
/// <param name="OldestPendingSince">Since when the oldest of them has waited.</param>
/// <param name="Overdue">How many of those that wait at the end of the week are past their due time; absent for a department.</param>
/// <param name="Due">How many of them are still to fall due; absent for a department.</param>
public sealed record DigestReviews(
    DigestFigure Opened,
    DigestFigure Resolved,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? MedianHoursToResolve,
    DigestFigure Pending,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateTimeOffset? OldestPendingSince,
    DigestFigure? Overdue = null,
    DigestFigure? Due = null);

/// <summary>A policy that decided in the week.</summary>
/// <param name="Version">Its version, as its authors call it.</param>
/// <param name="Sha256">Its document's hash.</param>
/// <param name="Requests">How many requests it decided.</param>
public sealed record DigestPolicy(string Version, string Sha256, DigestFigure Requests);
