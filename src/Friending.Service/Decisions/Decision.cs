using System.Text.Json.Serialization;
using Friending.Policy.Engine;

namespace Friending.Service.Decisions;

/// <summary>Where a decision stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecisionStatus>))]
public enum DecisionStatus
{
    /// <summary>The policy's answer stands.</summary>
    [JsonStringEnumMemberName("final")] Final,

    /// <summary>A person will decide.</summary>
    [JsonStringEnumMemberName("pending-review")] PendingReview,

    /// <summary>A person has decided.</summary>
    [JsonStringEnumMemberName("reviewed")] Reviewed,

    /// <summary>Taken back by whoever asked, or by a reviewer.</summary>
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
}

/// <summary>The way a request came in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecisionSource>))]
public enum DecisionSource
{
    /// <summary>Over HTTP.</summary>
    [JsonStringEnumMemberName("http")] Http,

    /// <summary>As a queue message.</summary>
    [JsonStringEnumMemberName("queue")] Queue,
}

/// <summary>What the policy answered about a request, with the reasons and the words that go with it.</summary>
public record Answer
{
    /// <summary>The outcome; null while what was stated leaves more than one possible.</summary>
    [JsonPropertyOrder(-30)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Outcome { get; init; }

    /// <summary>The answer in one sentence.</summary>
    [JsonPropertyOrder(-29)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required string? Summary { get; init; }

    /// <summary>What each guideline found, not only the deciding one.</summary>
    [JsonPropertyOrder(-28)]
    public required IReadOnlyList<AnswerFinding> Findings { get; init; }

    /// <summary>What to do instead, or besides.</summary>
    [JsonPropertyOrder(-27)]
    public required IReadOnlyList<AnswerAdvice> Advice { get; init; }

    /// <summary>Words to send to the other party; null where there is nothing to send.</summary>
    [JsonPropertyOrder(-26)]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public required AnswerReply? Reply { get; init; }

    /// <summary>The facts the policy saw, stated, derived or by default.</summary>
    [JsonPropertyOrder(-25)]
    public required IReadOnlyDictionary<string, string> Facts { get; init; }

    /// <summary>The facts that decided: they settle the outcome alone, and none of them can be left out.</summary>
    [JsonPropertyOrder(-24)]
    public required IReadOnlyList<string> DecidedBy { get; init; }

    /// <summary>The policy that answered.</summary>
    [JsonPropertyOrder(-23)]
    public required PolicyReference Policy { get; init; }
}

/// <summary>An answer that is not kept: it may still be open, and then says what to ask.</summary>
public sealed record EvaluationAnswer : Answer
{
    /// <summary>The outcomes that what is stated leaves possible, most restrictive first.</summary>
    public required IReadOnlyList<string> PossibleOutcomes { get; init; }

    /// <summary>The questions that can still change the answer, best first.</summary>
    public required IReadOnlyList<OpenQuestion> Questions { get; init; }

    /// <summary>The questions that a submission must answer though the outcome does not depend on them;
    /// absent where there are none.</summary>
    public IReadOnlyList<OpenQuestion>? Required { get; init; }

    /// <summary>Single facts that, changed, would change the outcome; absent unless asked for.</summary>
    public IReadOnlyList<Counterfactual>? Counterfactuals { get; init; }
}

/// <summary>A decision as it is kept and shown.</summary>
public record Decision : Answer
{
    /// <summary>A UUIDv7.</summary>
    [JsonPropertyOrder(-40)]
    public required DecisionId Id { get; init; }

    /// <summary>Where the decision stands.</summary>
    [JsonPropertyOrder(-39)]
    public required DecisionStatus Status { get; init; }

    /// <summary>The questions left open by a message whose facts did not settle the outcome; absent otherwise.</summary>
    [JsonPropertyOrder(-22)]
    public IReadOnlyList<OpenQuestion>? Questions { get; init; }

    /// <summary>The way the request came in.</summary>
    public required DecisionSource Source { get; init; }

    /// <summary>Who asked.</summary>
    public required Staff Staff { get; init; }

    /// <summary>
    /// The identity provider's id (Entra's <c>oid</c>) of the person who signed in and asked for themselves: it stays when the user name
    /// in <see cref="Staff"/> changes or is given to somebody else. Absent where somebody, or something, asked for them.
    /// </summary>
    public string? AskedBy { get; init; }

    /// <summary>The social network; absent where the policy is not about connections on one.</summary>
    public string? Platform { get; init; }

    /// <summary><c>initiate</c>, <c>accept</c> or <c>existing</c>; absent likewise.</summary>
    public string? Direction { get; init; }

    /// <summary>Who the other party is to the staff member; absent where nothing was said of it.</summary>
    public OtherParty? OtherParty { get; init; }

    /// <summary>What was said of the circumstances.</summary>
    public Circumstances? Circumstances { get; init; }

    /// <summary>The remark that came with the request.</summary>
    public string? Note { get; init; }

    /// <summary>The language the answer is in.</summary>
    public required string Language { get; init; }

    /// <summary>Whether this person asked; see <see cref="Asker.Is"/>.</summary>
    public bool IsAskedBy(string? staffId, string? objectId) => Asker.Is(AskedBy, Staff.Id, staffId, objectId);

    /// <summary>When the decision was made: the time its id was made, to the millisecond, so that a range
    /// of ids is a range of time.</summary>
    public DateTimeOffset DecidedAt => Id.Time;

    /// <summary>The outcome that holds now: the reviewer's where there is one, else the policy's; null while a person is to
    /// decide, and after a withdrawal.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Standing => StandingOf(Status, Outcome, Review?.Resolution);

    /// <summary>A person's decision, beside the policy's answer; null unless there is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public DecisionReview? Review { get; init; }

    /// <summary>What has become of it as a case for a person; absent if none was ever to decide.</summary>
    public ReviewCase? Case { get; init; }

    /// <summary>What the person it is about can do next, in their own list; absent elsewhere.</summary>
    public IReadOnlyList<string>? Next { get; init; }

    /// <summary>The outcome that holds for a decision, see <see cref="Standing"/>.</summary>
    /// <param name="status">Where the decision stands.</param>
    /// <param name="outcome">The policy's outcome.</param>
    /// <param name="resolution">The reviewer's outcome, if there is one.</param>
    public static string? StandingOf(DecisionStatus? status, string? outcome, string? resolution) => status switch
    {
        DecisionStatus.Final => outcome,
        DecisionStatus.Reviewed => resolution,
        _ => null,
    };
}

/// <summary>A rule that answered.</summary>
/// <param name="Guideline">The guideline's number.</param>
/// <param name="Rule">The rule's number.</param>
/// <param name="Outcome">The outcome it gives.</param>
/// <param name="Reason">Why, in the language of the request.</param>
/// <param name="Certain">False where unknown facts leave several rules possible that all give this outcome.</param>
public sealed record AnswerFinding(string Guideline, string Rule, string Outcome, string Reason, bool Certain);

/// <summary>Something to do instead, or besides.</summary>
/// <param name="Code">For software.</param>
/// <param name="Text">For people; it names the groups, too.</param>
/// <param name="Groups">The groups that the organisation offers with it; absent where there are none.</param>
public sealed record AnswerAdvice(
    string Code, string Text, IReadOnlyList<AnswerGroup>? Groups = null);

/// <summary>Words to send to the other party.</summary>
/// <param name="Language">The language they are in.</param>
/// <param name="Text">The words.</param>
public sealed record AnswerReply(string Language, string Text);

/// <summary>A question whose answer can still change the outcome.</summary>
/// <param name="Fact">The fact asked for.</param>
/// <param name="Text">The question.</param>
/// <param name="Choices">Its possible answers.</param>
/// <param name="Pointer">Where the answer goes, a JSON Pointer into the request.</param>
/// <param name="Help">Whom and what the question means, for a person who is not sure.</param>
/// <param name="Group">The group whose questions are asked together, on one screen; absent: it is asked by itself.</param>
public sealed record OpenQuestion(
    string Fact,
    string Text,
    IReadOnlyList<QuestionChoice> Choices,
    string Pointer,
    string? Help = null,
    QuestionInGroup? Group = null);

/// <summary>A question as a statement of a group, to tick where it is true.</summary>
/// <param name="Name">The group's name, the same for all its questions.</param>
/// <param name="Label">The question over all statements of the group.</param>
/// <param name="None">The answer where no statement of the group is true.</param>
/// <param name="Statement">This question as a statement.</param>
/// <param name="Unticked">The value that is stated where the statement is not true; where it is, the other choice.</param>
public sealed record QuestionInGroup(string Name, string Label, string None, string Statement, string Unticked);

/// <summary>A possible answer to a question.</summary>
/// <param name="Value">For software.</param>
/// <param name="Text">For people.</param>
public sealed record QuestionChoice(string Value, string Text);

/// <summary>What a reviewer decided.</summary>
/// <param name="Resolution">The outcome the reviewer gave.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">The reviewer's id.</param>
/// <param name="At">When.</param>
/// <param name="Reply">Words to send to the other party, where the resolution is to decline or discourage.</param>
public sealed record DecisionReview(
    string Resolution,
    string Reason,
    string By,
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] AnswerReply? Reply);
