using System.Text.Json.Serialization;

namespace Friending.Service.Decisions;

/// <summary>
/// What has become of a decision that was left, or given again, to a person: since when, until when, who has it, what was said.
/// </summary>
public sealed record ReviewCase
{
    /// <summary>How many messages a case may have.</summary>
    public const int MostMessages = 20;

    /// <summary>How long a message may be, in UTF-16 code units.</summary>
    public const int MaxTextLength = 500;

    /// <summary>Since when it waits: when the request was made, or the appeal.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it should be decided, see <see cref="ReviewDeadline"/>.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>The reviewer who has taken it: a staff id, or <c>key:NAME</c>; null if nobody has.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Owner { get; init; }

    /// <summary>What reviewers asked for and whoever asked for the decision said, oldest first.</summary>
    public IReadOnlyList<CaseMessage> Messages { get; init; } = [];

    /// <summary>That a person was asked to look again; absent if none was.</summary>
    public CaseAppeal? Appeal { get; init; }

    /// <summary>Whose turn it is: the asker's while a reviewer's last message has no answer.</summary>
    public CaseParty WaitsFor => Messages is [.., { From: CaseParty.Reviewer }] ? CaseParty.Asker : CaseParty.Reviewer;

    /// <summary>The case without the people whose ids are to be erased, and without what the asker wrote if they are one of them.</summary>
    /// <param name="isErased">Whether an id is that of somebody to be erased.</param>
    /// <param name="ofAsker">Whether who asked is.</param>
    /// <param name="erased">What stands in place of an id.</param>
    internal ReviewCase Without(Func<string, bool> isErased, bool ofAsker, string erased)
    {
        return this with
        {
            Owner = Of(Owner),
            Messages = [.. Messages.Select(m => m with { By = Of(m.By)!, Text = ofAsker && m.From == CaseParty.Asker ? "" : m.Text })],
            Appeal = Appeal is null ? null : Appeal with
            {
                Note = ofAsker ? "" : Appeal.Note,
                Against = Appeal.Against is null ? null : Appeal.Against with { By = Of(Appeal.Against.By)! },
            },
        };

        string? Of(string? id) => id is not null && isErased(id) ? erased : id;
    }

    /// <summary>Everybody whom the case names.</summary>
    internal IEnumerable<string> People => Messages.Select(m => m.By).Append(Appeal?.Against?.By).Append(Owner).OfType<string>();
}

/// <summary>The two sides of a case.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseParty>))]
public enum CaseParty
{
    /// <summary>Whoever reviews.</summary>
    [JsonStringEnumMemberName("reviewer")] Reviewer,

    /// <summary>Whoever asked for the decision.</summary>
    [JsonStringEnumMemberName("asker")] Asker,
}

/// <summary>Something that was said about a case.</summary>
/// <param name="From">By which side.</param>
/// <param name="Text">What, 1 to 500 characters that identify nobody else.</param>
/// <param name="By">By whom: a staff id, or <c>key:NAME</c>.</param>
/// <param name="At">When.</param>
public sealed record CaseMessage(CaseParty From, string Text, string By, DateTimeOffset At);

/// <summary>The wish that a person looks again.</summary>
/// <param name="Note">Why, 1 to 500 characters.</param>
/// <param name="At">When it was made.</param>
/// <param name="Against">The reviewer's decision that it is against; absent where it is against the policy's answer.</param>
public sealed record CaseAppeal(
    string Note, DateTimeOffset At, DecisionReview? Against);
