using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Friending.Functions;

/// <summary>
/// A function for each HTTP operation, named for its endpoint, so that the platform counts and switches each by itself, and one for
/// the rest. All hand the request to the same pipeline, which routes it by itself and finds out who calls: one route serves both keys
/// and people's tokens, so the platform's own level is anonymous throughout.
/// </summary>
#pragma warning disable CS1591 // Each function does what the operation of its name is documented to do.
public sealed class HttpFunctions(FriendingPipeline pipeline)
{
    [Function(nameof(SubmitRequest))]
    public Task SubmitRequest([HttpTrigger(Anonymous, "post", Route = "api/requests")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ListMyRequests))]
    public Task ListMyRequests([HttpTrigger(Anonymous, "get", Route = "api/requests")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(EvaluateRequest))]
    public Task EvaluateRequest([HttpTrigger(Anonymous, "post", Route = "api/evaluate")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(GetDecision))]
    public Task GetDecision([HttpTrigger(Anonymous, "get", Route = "api/decisions/{id}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ListDecisions))]
    public Task ListDecisions([HttpTrigger(Anonymous, "get", Route = "api/decisions")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ExplainDecision))]
    public Task ExplainDecision([HttpTrigger(Anonymous, "get", Route = "api/decisions/{id}/explanation")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(AnswerQuestion))]
    public Task AnswerQuestion([HttpTrigger(Anonymous, "post", Route = "api/decisions/{id}/answer")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(AppealDecision))]
    public Task AppealDecision([HttpTrigger(Anonymous, "post", Route = "api/decisions/{id}/appeal")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(WithdrawDecision))]
    public Task WithdrawDecision([HttpTrigger(Anonymous, "post", Route = "api/decisions/{id}/withdraw")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(PollFeed))]
    public Task PollFeed([HttpTrigger(Anonymous, "get", Route = "api/feed")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(Subscribe))]
    public Task Subscribe([HttpTrigger(Anonymous, "post", Route = "api/subscriptions")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(Unsubscribe))]
    public Task Unsubscribe([HttpTrigger(Anonymous, "delete", Route = "api/subscriptions/{id}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ListReviews))]
    public Task ListReviews([HttpTrigger(Anonymous, "get", Route = "api/reviews")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ClaimReview))]
    public Task ClaimReview([HttpTrigger(Anonymous, "post", Route = "api/decisions/{id}/claim")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ReleaseReview))]
    public Task ReleaseReview([HttpTrigger(Anonymous, "delete", Route = "api/decisions/{id}/claim")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(AskForMore))]
    public Task AskForMore([HttpTrigger(Anonymous, "post", Route = "api/decisions/{id}/question")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ResolveReview))]
    public Task ResolveReview([HttpTrigger(Anonymous, "post", Route = "api/decisions/{id}/review")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(GetDigest))]
    public Task GetDigest([HttpTrigger(Anonymous, "get", Route = "api/digests/{isoWeek}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(SendDigest))]
    public Task SendDigest([HttpTrigger(Anonymous, "post", Route = "api/digests/{isoWeek}/send")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(GetPolicy))]
    public Task GetPolicy([HttpTrigger(Anonymous, "get", Route = "api/policy")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(GetChoices))]
    public Task GetChoices([HttpTrigger(Anonymous, "get", Route = "api/policy/choices")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(CheckPolicy))]
    public Task CheckPolicy([HttpTrigger(Anonymous, "post", Route = "api/policy/check")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(DiffPolicy))]
    public Task DiffPolicy([HttpTrigger(Anonymous, "post", Route = "api/policy/diff")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ReplayPolicy))]
    public Task ReplayPolicy([HttpTrigger(Anonymous, "post", Route = "api/policy/replay")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(GetGuideline))]
    public Task GetGuideline([HttpTrigger(Anonymous, "get", Route = "api/guidelines/{id}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(EvaluateAccess))]
    public Task EvaluateAccess([HttpTrigger(Anonymous, "post", Route = "access/v1/evaluation")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(EvaluateAccessBatch))]
    public Task EvaluateAccessBatch([HttpTrigger(Anonymous, "post", Route = "access/v1/evaluations")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(EraseStaff))]
    public Task EraseStaff([HttpTrigger(Anonymous, "post", Route = "api/staff/erasure")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(VerifyAudit))]
    public Task VerifyAudit([HttpTrigger(Anonymous, "get", Route = "api/audit/verification")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ListPoison))]
    public Task ListPoison([HttpTrigger(Anonymous, "get", Route = "api/poison")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(RetryPoison))]
    public Task RetryPoison([HttpTrigger(Anonymous, "post", Route = "api/poison/{id}/retry")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(DiscardPoison))]
    public Task DiscardPoison([HttpTrigger(Anonymous, "delete", Route = "api/poison/{id}")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ListBackups))]
    public Task ListBackups([HttpTrigger(Anonymous, "get", Route = "api/backups")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(RestoreBackup))]
    public Task RestoreBackup([HttpTrigger(Anonymous, "post", Route = "api/backups/{name}/restore")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(SearchSubject))]
    public Task SearchSubject([HttpTrigger(Anonymous, "post", Route = "access/v1/search/subject")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(SearchResource))]
    public Task SearchResource([HttpTrigger(Anonymous, "post", Route = "access/v1/search/resource")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(SearchAction))]
    public Task SearchAction([HttpTrigger(Anonymous, "post", Route = "access/v1/search/action")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(AuthZenMetadata))]
    public Task AuthZenMetadata([HttpTrigger(Anonymous, "get", Route = ".well-known/authzen-configuration")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(Mcp))]
    public Task Mcp([HttpTrigger(Anonymous, "post", Route = "mcp")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(ProtectedResource))]
    public Task ProtectedResource([HttpTrigger(Anonymous, "get", Route = ".well-known/oauth-protected-resource")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(McpProtectedResource))]
    public Task McpProtectedResource(
        [HttpTrigger(Anonymous, "get", Route = ".well-known/oauth-protected-resource/mcp")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(OpenApi))]
    public Task OpenApi([HttpTrigger(Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(HealthLive))]
    public Task HealthLive([HttpTrigger(Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    [Function(nameof(HealthReady))]
    public Task HealthReady([HttpTrigger(Anonymous, "get", Route = "health/ready")] HttpRequest request) =>
        pipeline.AnswerAsync(request);

    // Pages and their files, unknown paths, and what the methods above leave: HEAD, OPTIONS, and methods that are not allowed.
    [Function(nameof(Rest))]
    public Task Rest(
        [HttpTrigger(Anonymous, "get", "head", "post", "put", "patch", "delete", "options", "trace", Route = "{*path}")]
            HttpRequest request) =>
        pipeline.AnswerAsync(request);
}
