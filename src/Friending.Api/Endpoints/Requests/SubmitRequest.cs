using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Friending.Api.Endpoints.Decisions;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Requests;
using Microsoft.AspNetCore.Mvc;

namespace Friending.Api.Endpoints.Requests;

/// <summary>POST /api/requests: decides a request and keeps the decision.</summary>
internal static class SubmitRequest
{
    private const string IdempotencyKey = "Idempotency-Key";

    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/requests", HandleAsync)
        .WithName(nameof(SubmitRequest))
        .RequireAuthorization(Callers.PersonsOr(Role.Submit))
        .Answers<Decision>(200, "Location", "ETag")
        .Answers<Decision>(201, "Location", "ETag")
        .Answers<QueuedDecision>(202, "Location", "Retry-After")
        .Refuses(409, 422);

    /// <summary>Decide a friend request and keep the decision</summary>
    /// <remarks>Decides a request and keeps the decision.</remarks>
    /// <response code="200">The decision that was made before under the same idempotency key.</response>
    /// <response code="201">The decision, made now.</response>
    /// <response code="202">The decision has been promised and not been made yet; ask again at the location.</response>
    /// <response code="409">The idempotency key was used for another request.</response>
    /// <response code="422">What was stated does not settle the outcome: the problem holds the questions, best first. Or the
    /// note may identify somebody.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        Caller caller,
        JsonBody<FriendRequest> body,
        AnswerLanguage language,
        [FromHeader(Name = IdempotencyKey), Example("form-2026-11-22-0042")]
        [Description("1 to 256 characters; the same key and body give the same decision, however often they are sent.")]
        string? idempotencyKey,
        [FromHeader(Name = "Prefer"), AllowedValues(Preferences.RespondAsync)]
        [Description("`respond-async`: do not wait for the decision.")]
        string? prefer,
        RequestSubmission submission,
        RequestAcceptance acceptance)
    {
        if (OnBehalf.FillIn(body.Value, caller) is not { } request)
            return OnBehalf.Refused;
        if (context.Request.Headers[IdempotencyKey].Count > 1 || idempotencyKey is { Length: 0 or > 256 })
            return Problems.Of(400, "invalid-request", "The request is not valid",
                $"The header {IdempotencyKey} must be given once, with 1 to 256 characters.");

        var isForSelf = Asker.Is(null, request.Staff?.Id, caller.StaffId, caller.ObjectId);
        var origin = new SubmissionOrigin(
            caller.Identity, DecisionSource.Http, language.Tag, idempotencyKey, AskedBy: isForSelf ? caller.ObjectId : null);
        var submitted = Preferences.AsksForAsync(prefer)
            ? acceptance.AcceptAsync(request, origin, context.RequestAborted)
            : submission.SubmitAsync(request, origin, context.RequestAborted);
        return await submitted switch
        {
            Submission.Decided decided => Answer(context, decided),
            Submission.Queued queued => QueuedDecisions.Accepted(context, queued.Id),
            Submission.KeyConflict => Problems.Of(
                409, "idempotency-conflict", "The idempotency key was used before",
                "The same key came with another request. Use a new key for a new request."),
            var other => Refusals.Of(other),
        };
    }

    private static IResult Answer(HttpContext context, Submission.Decided decided)
    {
        var decision = decided.Stored.Decision;
        context.Response.Headers.Location = $"/api/decisions/{decision.Id}";
        EntityTags.Set(context, decided.Stored.Revision);
        return TypedResults.Json(decision, ServiceJson.Web.Decision, statusCode: decided.IsNew ? 201 : 200);
    }
}
