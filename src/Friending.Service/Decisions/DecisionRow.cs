using System.Text.Json;
using Azure.Data.Tables;
using Friending.Service.Storage;

namespace Friending.Service.Decisions;

/// <summary>
/// A decision's row in <see cref="TableNames.Decisions"/>. The document is the record; the columns beside it repeat what
/// lists filter by, digests count and replays decide again, so that none of them reads documents. A column that was not
/// asked for (see <see cref="DecisionQuery.Columns"/>), or that the decision lacks, is null.
/// </summary>
public sealed record DecisionRow
{
    // Ids of rules and guidelines, fact names and values cannot hold these: the policy's schema sees to that.
    private const char Plus = '+';
    private const char Semicolon = ';';

    /// <summary>The decision's id, which says when it was made.</summary>
    public required DecisionId Id { get; init; }

    /// <summary>1 when made, one more with each change.</summary>
    public int? Revision { get; init; }

    /// <summary>Where the decision stands.</summary>
    public DecisionStatus? Status { get; init; }

    /// <summary>The policy's outcome; a reviewer's is <see cref="Resolution"/>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Every rule that answered, joined by <c>+</c>; empty where no guideline applied.</summary>
    public string? Rules { get; init; }

    /// <summary>The rules among them whose outcome won, joined by <c>+</c>: one category a decision, so that
    /// categories add up to the total.</summary>
    public string? DecidingRules { get; init; }

    /// <summary>The guidelines of the deciding rules, each once, joined by <c>+</c>.</summary>
    public string? DecidingGuidelines { get; init; }

    /// <summary>The way the request came in.</summary>
    public DecisionSource? Source { get; init; }

    /// <summary>Who asked.</summary>
    public string? StaffId { get; init; }

    /// <summary>Who asked, as <see cref="StaffIds.Key"/> writes it, so that storage finds a person however their id is written.</summary>
    public string? StaffKey { get; init; }

    /// <summary>As <see cref="Decision.AskedBy"/>.</summary>
    public string? AskedBy { get; init; }

    /// <summary>Their job.</summary>
    public string? StaffRole { get; init; }

    /// <summary>Their department.</summary>
    public string? Department { get; init; }

    /// <summary>The social network.</summary>
    public string? Platform { get; init; }

    /// <summary>The facts the policy saw, as <c>name=value;name=value</c>; see <see cref="ReadFacts"/>.</summary>
    public string? Facts { get; init; }

    /// <summary>The version of the policy that decided.</summary>
    public string? PolicyVersion { get; init; }

    /// <summary>The hash of the policy that decided.</summary>
    public string? PolicySha256 { get; init; }

    /// <summary>True if the decision waits, or once waited, for a reviewer, whatever became of it; else null.</summary>
    public bool? ReviewOpened { get; init; }

    /// <summary>The outcome a reviewer gave.</summary>
    public string? Resolution { get; init; }

    /// <summary>The reviewer's id.</summary>
    public string? ReviewedBy { get; init; }

    /// <summary>When the reviewer resolved it.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>What held, and from when on; see <see cref="StandingHistory"/>.</summary>
    public string? Standings { get; init; }

    /// <summary>The decision, JSON; see <see cref="ReadDecision"/>.</summary>
    public string? Document { get; init; }

    /// <summary>The decision itself.</summary>
    /// <exception cref="InvalidOperationException">The column <see cref="Document"/> was not read.</exception>
    public Decision ReadDecision() =>
        JsonSerializer.Deserialize(Document ?? throw new InvalidOperationException($"The document of decision {Id} was not read."),
            ServiceJson.Web.Decision)
        ?? throw new InvalidDataException($"The document of decision {Id} is null.");

    /// <summary>The rules that decided, one by one.</summary>
    /// <exception cref="InvalidOperationException">The column <see cref="DecidingRules"/> was not read.</exception>
    public IReadOnlyList<string> ReadDecidingRules() =>
        (DecidingRules ?? throw new InvalidOperationException($"The deciding rules of decision {Id} were not read."))
            .Split(Plus, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The facts by name.</summary>
    /// <exception cref="InvalidOperationException">The column <see cref="Facts"/> was not read.</exception>
    public IReadOnlyDictionary<string, string> ReadFacts() =>
        (Facts ?? throw new InvalidOperationException($"The facts of decision {Id} were not read."))
            .Split(Semicolon, StringSplitOptions.RemoveEmptyEntries)
            .Select(f => f.Split('=', 2))
            .ToDictionary(f => f[0], f => f[1]);

    /// <summary>The row to write. A null column is not written, so merging a row into the one stored leaves what that has.</summary>
    public static TableEntity For(Decision decision, int revision)
    {
        var deciding = decision.Findings.Where(f => f.Outcome == decision.Outcome).ToList();
        return new(DecisionKeys.PartitionOf(decision.Id), DecisionKeys.RowOf(decision.Id))
        {
            [nameof(Revision)] = revision,
            [nameof(Status)] = TextOf(decision.Status),
            [nameof(Outcome)] = decision.Outcome,
            [nameof(Rules)] = string.Join(Plus, decision.Findings.Select(f => f.Rule)),
            [nameof(DecidingRules)] = string.Join(Plus, deciding.Select(f => f.Rule)),
            [nameof(DecidingGuidelines)] = string.Join(Plus, deciding.Select(f => f.Guideline).Distinct()),
            [nameof(Source)] = TextOf(decision.Source),
            [nameof(StaffId)] = decision.Staff.Id,
            [nameof(StaffKey)] = StaffIds.Key(decision.Staff.Id),
            [nameof(AskedBy)] = decision.AskedBy,
            [nameof(StaffRole)] = decision.Staff.Role,
            [nameof(Department)] = decision.Staff.Department,
            [nameof(Platform)] = decision.Platform,
            [nameof(Facts)] = string.Join(Semicolon, decision.Facts.Select(f => $"{f.Key}={f.Value}")),
            [nameof(PolicyVersion)] = decision.Policy.Version,
            [nameof(PolicySha256)] = decision.Policy.Sha256,
            // Null when withdrawn, so that a withdrawal does not erase that there was a review.
            [nameof(ReviewOpened)] = decision.Case is not null
                || decision.Status == DecisionStatus.PendingReview || decision.Review is not null ? true : null,
            [nameof(Resolution)] = decision.Review?.Resolution,
            [nameof(ReviewedBy)] = decision.Review?.By,
            [nameof(ReviewedAt)] = decision.Review?.At,
            [nameof(Standings)] = StandingHistory.Of(decision),
            [nameof(Document)] = JsonSerializer.Serialize(decision, ServiceJson.Web.Decision),
        };
    }

    /// <summary>A row as it was read.</summary>
    internal static DecisionRow Of(TableEntity row) => new()
    {
        Id = DecisionKeys.IdOf(row.RowKey),
        Revision = row.GetInt32(nameof(Revision)),
        Status = row.GetString(nameof(Status)) is { } status
            ? JsonSerializer.Deserialize($"\"{status}\"", ServiceJson.Web.DecisionStatus) : null,
        Outcome = row.GetString(nameof(Outcome)),
        Rules = row.GetString(nameof(Rules)),
        DecidingRules = row.GetString(nameof(DecidingRules)),
        DecidingGuidelines = row.GetString(nameof(DecidingGuidelines)),
        Source = row.GetString(nameof(Source)) is { } source
            ? JsonSerializer.Deserialize($"\"{source}\"", ServiceJson.Web.DecisionSource) : null,
        StaffId = row.GetString(nameof(StaffId)),
        StaffKey = row.GetString(nameof(StaffKey)),
        AskedBy = row.GetString(nameof(AskedBy)),
        StaffRole = row.GetString(nameof(StaffRole)),
        Department = row.GetString(nameof(Department)),
        Platform = row.GetString(nameof(Platform)),
        Facts = row.GetString(nameof(Facts)),
        PolicyVersion = row.GetString(nameof(PolicyVersion)),
        PolicySha256 = row.GetString(nameof(PolicySha256)),
        ReviewOpened = row.GetBoolean(nameof(ReviewOpened)),
        Resolution = row.GetString(nameof(Resolution)),
        Standings = row.GetString(nameof(Standings)),
        ReviewedBy = row.GetString(nameof(ReviewedBy)),
        ReviewedAt = row.GetDateTimeOffset(nameof(ReviewedAt)),
        Document = row.GetString(nameof(Document)),
    };

    /// <summary>A status as it is stored and shown.</summary>
    public static string TextOf(DecisionStatus status) =>
        JsonSerializer.SerializeToElement(status, ServiceJson.Web.DecisionStatus).GetString()!;

    /// <summary>A source as it is stored and shown.</summary>
    public static string TextOf(DecisionSource source) =>
        JsonSerializer.SerializeToElement(source, ServiceJson.Web.DecisionSource).GetString()!;
}
