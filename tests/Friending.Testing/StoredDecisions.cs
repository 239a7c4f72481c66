using System.Collections.Immutable;
using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Testing;

/// <summary>Decisions made up for tests.</summary>
public static class StoredDecisions
{
    /// <summary>A decision made at a time; it needs only be kept.</summary>
    public static Decision At(
        DateTimeOffset time, string outcome = "decline", DecisionStatus status = DecisionStatus.Final, string? department = null,
        string staffId = "rn-1042") => new()
        {
            Id = DecisionId.NewAt(time),
            Status = status,
            Outcome = outcome,
            Summary = "Made up.",
            Findings = [new("7", "7.7", outcome, "Made up.", Certain: true), new("8", "8.5", "permit", "Made up.", Certain: true)],
            Advice = [],
            Reply = null,
            Facts = ImmutableDictionary<string, string>.Empty.Add("patient", "current").Add("careRole", "yes"),
            DecidedBy = ["patient"],
            Policy = new PolicyReference("friending", "1.0.0", new string('a', 64)),
            Source = DecisionSource.Queue,
            Staff = new() { Id = staffId, Role = "Registered nurse", Department = department },
            Platform = "Facebook",
            Direction = "accept",
            OtherParty = new() { Patient = "current", Colleague = "peer" },
            Language = "en",
        };

    /// <summary>One that waits for a reviewer, decided by the default policy: a patient's request, with
    /// unusual circumstances (7.4).</summary>
    public static Decision PendingAt(DateTimeOffset time, PolicyDecisionPoint policy, string staffId = "rn-1042",
        string direction = "accept", string language = "en")
    {
        var stated = new Dictionary<string, string>
        {
            ["patient"] = "current",
            ["careRole"] = "yes",
            ["direction"] = direction,
            ["predatesCare"] = "no",
            ["breaksBread"] = "no",
            ["unusual"] = "yes",
            ["colleague"] = "no",
        };
        var answer = Answers.For(policy, FactBinding.Of(policy.Facts, stated, [], fillDefaults: true).Facts, language);
        return At(time, answer.Outcome!, DecisionStatus.PendingReview, "Cardiology", staffId) with
        {
            Summary = answer.Summary,
            Findings = answer.Findings,
            Advice = answer.Advice,
            Reply = answer.Reply,
            Facts = answer.Facts,
            DecidedBy = answer.DecidedBy,
            Policy = answer.Policy,
            Direction = direction,
            Language = language,
            Case = new() { OpenedAt = time, DueAt = time.AddDays(2) },
        };
    }
}
