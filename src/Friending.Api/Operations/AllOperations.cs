namespace Friending.Api;

/// <summary>Every HTTP operation of the service, for hosts to serve and for documents to describe.</summary>
public static class AllOperations
{
    /// <summary>All of them, in the order of the contract.</summary>
    public static IReadOnlyList<Operation> List { get; } =
    [
        SubmitRequest.Operation,
        EvaluateRequest.Operation,
        GetDecision.Operation,
        ListDecisions.Operation,
        ExplainDecision.Operation,
        WithdrawDecision.Operation,
        ListReviews.Operation,
        ResolveReview.Operation,
        GetDigest.Operation,
        SendDigest.Operation,
        GetPolicy.Operation,
        CheckPolicy.Operation,
        DiffPolicy.Operation,
        ReplayPolicy.Operation,
        GetGuideline.Operation,
        EvaluateAccess.Operation,
        EvaluateAccessBatch.Operation,
        SearchSubject.Operation,
        SearchResource.Operation,
        SearchAction.Operation,
        AuthZenMetadata.Operation,
        OpenApi.Operation,
        Health.Live,
        Health.Ready,
        Pages.Ask,
        Pages.Reviews,
        Pages.Digests,
        Pages.Policy,
        Pages.File,
    ];

    /// <summary>The operation of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Operation Named(string name) =>
        List.FirstOrDefault(o => o.Name == name) ?? throw new KeyNotFoundException($"There is no operation {name}.");
}
