using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Requests;
using Microsoft.Extensions.Options;

namespace Friending.Api.Endpoints.Access;

/// <summary>Answers AuthZEN requests from the policy in force. Keeps nothing.</summary>
internal sealed class AccessEvaluator(PolicyDecisionPoint policy, IOptions<OfferedGroups> groups, TimeProvider time)
{
    private readonly AccessFactReader _reader = new(policy, time);

    internal PolicyReference Policy => policy.Reference;

    /// <summary>The decision; or, where the request is not valid, why.</summary>
    internal (AccessDecision? Decision, IReadOnlyList<RequestProblem> Problems) Evaluate(AccessRequest request, string language)
    {
        var (read, problems) = Read(request);
        if (problems.Count > 0)
            return (null, problems);
        if (read!.Unknown.Count > 0)
            return (AccessDecision.Denied(404, "The policy does not know what is asked about.", read.Unknown, policy.Reference), []);
        var answer = Answers.For(policy, read.Facts, language, AccessFactReader.PointerOf, groups.Value.For(null));
        return (new(Permits(read.Facts), ContextOf(answer)), []);
    }

    /// <summary>The entities or actions that the policy names, of those the ones that it permits; or, where the
    /// request is not valid, why.</summary>
    internal (IReadOnlyList<string> Found, IReadOnlyList<RequestProblem> Problems) Search(AccessRequest request, SearchTarget sought)
    {
        var (_, problems) = Read(request, sought);
        if (problems.Count > 0)
            return ([], problems);
        var named = _reader.Named(sought switch
        {
            SearchTarget.Subject => "/subject/id",
            SearchTarget.Resource => "/resource/id",
            _ => "/action/name",
        });
        return ([.. named.Where(name => IsPermitted(With(name)))], []);

        AccessRequest With(string name) => sought switch
        {
            SearchTarget.Subject => request with { Subject = request.Subject! with { Id = name } },
            SearchTarget.Resource => request with { Resource = request.Resource! with { Id = name } },
            _ => request with { Action = new() { Name = name } },
        };
    }

    private (AccessFacts? Read, IReadOnlyList<RequestProblem> Problems) Read(AccessRequest request, SearchTarget? sought = null)
    {
        RequestProblem[] malformed = [.. request.Missing(sought), .. request.Malformed(sought)];
        if (malformed.Length > 0)
            return (null, malformed);
        var read = _reader.Read(request);
        return (read, read.Problems);
    }

    private bool IsPermitted(AccessRequest request) =>
        _reader.Read(request) is { Problems: [], Unknown: [] } read && Permits(read.Facts);

    private bool Permits(in FactSet facts) =>
        policy.Evaluate(facts) is { IsSettled: true } evaluation && policy.Outcome(evaluation.Outcome).Kind == OutcomeKind.Permit;

    private AccessDecisionContext ContextOf(EvaluationAnswer answer) => new()
    {
        Outcome = answer.Outcome,
        Standing = policy.Document.Outcomes.Any(o => o.Value == answer.Outcome && o.Kind != OutcomeKind.Review) ? answer.Outcome : null,
        Summary = answer.Summary,
        PossibleOutcomes = answer.Outcome is null ? answer.PossibleOutcomes : null,
        Questions = answer.Outcome is null ? answer.Questions : null,
        Findings = answer.Findings,
        Advice = answer.Advice,
        Reply = answer.Reply,
        Facts = answer.Facts,
        Policy = answer.Policy,
    };
}
