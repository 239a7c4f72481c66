using System.Runtime.CompilerServices;
using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Friending.Functions;

/// <summary>
/// A function for each HTTP operation, named for it, so that the platform counts and switches each by itself. Who calls is found out
/// by the operation, since one route serves both keys and people's tokens: the platform's own level is anonymous throughout.
/// </summary>
#pragma warning disable CS1591 // Each function does what the operation of its name is documented to do.
public static class HttpFunctions
{
    // The Functions host replaces an empty route by the function's name. A parameter that can only be empty stands for the root.
    private const string Root = "{ignored:maxlength(0)?}";

    [Function(nameof(SubmitRequest))]
    public static Task<IResult> SubmitRequest([HttpTrigger(Anonymous, "post", Route = "api/requests")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(EvaluateRequest))]
    public static Task<IResult> EvaluateRequest([HttpTrigger(Anonymous, "post", Route = "api/evaluate")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(GetDecision))]
    public static Task<IResult> GetDecision([HttpTrigger(Anonymous, "get", Route = "api/decisions/{id}")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(ListDecisions))]
    public static Task<IResult> ListDecisions([HttpTrigger(Anonymous, "get", Route = "api/decisions")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(ExplainDecision))]
    public static Task<IResult> ExplainDecision([HttpTrigger(Anonymous, "get", Route = "api/decisions/{id}/explanation")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(WithdrawDecision))]
    public static Task<IResult> WithdrawDecision([HttpTrigger(Anonymous, "post", Route = "api/decisions/{id}/withdraw")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(ListReviews))]
    public static Task<IResult> ListReviews([HttpTrigger(Anonymous, "get", Route = "api/reviews")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(ResolveReview))]
    public static Task<IResult> ResolveReview([HttpTrigger(Anonymous, "post", Route = "api/decisions/{id}/review")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(GetDigest))]
    public static Task<IResult> GetDigest([HttpTrigger(Anonymous, "get", Route = "api/digests/{isoWeek}")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(SendDigest))]
    public static Task<IResult> SendDigest([HttpTrigger(Anonymous, "post", Route = "api/digests/{isoWeek}/send")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(GetPolicy))]
    public static Task<IResult> GetPolicy([HttpTrigger(Anonymous, "get", Route = "api/policy")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(CheckPolicy))]
    public static Task<IResult> CheckPolicy([HttpTrigger(Anonymous, "post", Route = "api/policy/check")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(DiffPolicy))]
    public static Task<IResult> DiffPolicy([HttpTrigger(Anonymous, "post", Route = "api/policy/diff")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(ReplayPolicy))]
    public static Task<IResult> ReplayPolicy([HttpTrigger(Anonymous, "post", Route = "api/policy/replay")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(GetGuideline))]
    public static Task<IResult> GetGuideline([HttpTrigger(Anonymous, "get", Route = "api/guidelines/{id}")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(EvaluateAccess))]
    public static Task<IResult> EvaluateAccess([HttpTrigger(Anonymous, "post", Route = "access/v1/evaluation")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(EvaluateAccessBatch))]
    public static Task<IResult> EvaluateAccessBatch([HttpTrigger(Anonymous, "post", Route = "access/v1/evaluations")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(SearchSubject))]
    public static Task<IResult> SearchSubject([HttpTrigger(Anonymous, "post", Route = "access/v1/search/subject")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(SearchResource))]
    public static Task<IResult> SearchResource([HttpTrigger(Anonymous, "post", Route = "access/v1/search/resource")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(SearchAction))]
    public static Task<IResult> SearchAction([HttpTrigger(Anonymous, "post", Route = "access/v1/search/action")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(AuthZenMetadata))]
    public static Task<IResult> AuthZenMetadata([HttpTrigger(Anonymous, "get", Route = ".well-known/authzen-configuration")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(OpenApi))]
    public static Task<IResult> OpenApi([HttpTrigger(Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(HealthLive))]
    public static Task<IResult> HealthLive([HttpTrigger(Anonymous, "get", Route = "health/live")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(HealthReady))]
    public static Task<IResult> HealthReady([HttpTrigger(Anonymous, "get", Route = "health/ready")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(AskPage))]
    public static Task<IResult> AskPage([HttpTrigger(Anonymous, "get", Route = Root)] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(ReviewsPage))]
    public static Task<IResult> ReviewsPage([HttpTrigger(Anonymous, "get", Route = "reviews")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(DigestsPage))]
    public static Task<IResult> DigestsPage([HttpTrigger(Anonymous, "get", Route = "digests")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(PolicyPage))]
    public static Task<IResult> PolicyPage([HttpTrigger(Anonymous, "get", Route = "policy")] HttpRequest request) =>
        AnswerAsync(request);

    [Function(nameof(PageFile))]
    public static Task<IResult> PageFile([HttpTrigger(Anonymous, "get", Route = "pages/{version}/{file}")] HttpRequest request) =>
        AnswerAsync(request);

    private static Task<IResult> AnswerAsync(HttpRequest request, [CallerMemberName] string operation = "") =>
        AllOperations.Named(operation).RunAsync(request.HttpContext);
}
