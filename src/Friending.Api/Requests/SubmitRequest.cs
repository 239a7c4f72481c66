using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Intake;
using Friending.Service.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Friending.Api;

/// <summary>POST /api/requests: decides a request and keeps the decision.</summary>
internal static class SubmitRequest
{
    private const string IdempotencyKey = "Idempotency-Key";

    internal static Operation Operation { get; } = new("SubmitRequest", HttpMethods.Post, "api/requests", Access.PersonsOr(Role.Submit), HandleAsync)
    {
        Summary = "Decide a friend request and keep the decision",
        RequestType = typeof(FriendRequest),
        ResponseType = typeof(Decision),
        Parameters =
        [
            new(ParameterPlace.Header, IdempotencyKey, "1 to 256 characters; the same key and body give the same decision, however often they are sent.")
            {
                Example = "form-2026-11-22-0042",
            },
            new(ParameterPlace.Header, "Prefer", "`respond-async`: do not wait for the decision.") { Values = [Preferences.RespondAsync] },
            OperationParameter.AcceptLanguage,
        ],
        Responses =
        [
            new(200, "The decision that was made before under the same idempotency key.") { Headers = ["Location", "ETag"] },
            new(201, "The decision, made now.") { Headers = ["Location", "ETag"] },
            QueuedDecisions.Response,
            new(409, "The idempotency key was used for another request."),
            new(422, "What was stated does not settle the outcome: the problem holds the questions, best first. Or the note may identify somebody."),
        ],
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (request, refused) = await RequestBody.ReadAsync(call, utf8 => StrictJson.Read(utf8, ServiceJson.Web.FriendRequest));
        if (request is null)
            return refused!;
        if (!OnBehalf.TryFillIn(ref request, call.Caller))
            return OnBehalf.Refused;
        var headers = call.Context.Request.Headers;
        string? key = headers.TryGetValue(IdempotencyKey, out var sent) ? sent.ToString() : null;
        if (key is { Length: 0 or > 256 })
            return Problems.Of(400, "invalid-request", "The request is not valid", $"The header {IdempotencyKey} must be 1 to 256 characters.");

        var language = Languages.Of(call.Context.Request, call.Get<PolicyDecisionPoint>().Document);
        var origin = new SubmissionOrigin(call.Caller.Identity, DecisionSource.Http, language, key);
        var submitted = Preferences.AsksForAsync(call.Context.Request)
            ? call.Get<RequestAcceptance>().AcceptAsync(request, origin, call.Aborted)
            : call.Get<RequestSubmission>().SubmitAsync(request, origin, call.Aborted);
        return await submitted switch
        {
            Submission.Decided decided => Answer(call.Context, decided),
            Submission.Queued queued => QueuedDecisions.Accepted(call.Context, queued.Id),
            Submission.KeyConflict => Problems.Of(
                409, "idempotency-conflict", "The idempotency key was used before", "The same key came with another request. Use a new key for a new request."),
            var other => Refusals.Of(other),
        };
    }

    private static IResult Answer(HttpContext context, Submission.Decided decided)
    {
        var decision = decided.Stored.Decision;
        context.Response.Headers.Location = $"/api/decisions/{decision.Id}";
        context.Response.Headers[HeaderNames.ETag] = $"\"{decided.Stored.Revision}\"";
        return TypedResults.Json(decision, ServiceJson.Web.Decision, statusCode: decided.IsNew ? 201 : 200);
    }
}
