using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Friending.Service.Outbox;
using Microsoft.Extensions.Options;

namespace Friending.Api.Endpoints.Subscriptions;

/// <summary>POST /api/subscriptions: a flow asks to be called for each event.</summary>
internal static class Subscribe
{
    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/subscriptions", HandleAsync)
        .WithName(nameof(Subscribe))
        .RequireAuthorization(Callers.Only(Role.Audit))
        .Answers<Subscription>(201, "Location")
        .Refuses(409);

    /// <summary>Be called for each event</summary>
    /// <remarks>Each event is posted to the callback as a CloudEvent, from now on, until the subscription is deleted
    /// or the callback answers 410.</remarks>
    /// <response code="201">The subscription; delete it at its location.</response>
    /// <response code="409">The caller has as many subscriptions as a caller may have.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context, Caller caller, JsonBody<SubscriptionRequest> body, Service.Outbox.Subscriptions subscriptions,
        IOptions<PublicUrlOptions> options)
    {
        switch (await subscriptions.AddAsync(body.Value, caller.Identity, context.RequestAborted))
        {
            case Subscribing.Subscribed { Subscription: var subscription }:
                // Absolute where the service knows its address: a flow ends its subscription there.
                context.Response.Headers.Location = $"{options.Value.PublicUrl?.TrimEnd('/')}/api/subscriptions/{subscription.Id}";
                return TypedResults.Json(subscription, ServiceJson.Web.Subscription, statusCode: StatusCodes.Status201Created);
            case Subscribing.Invalid invalid:
                return Problems.Invalid(invalid.Problems);
            default:
                return Problems.Of(
                    StatusCodes.Status409Conflict, "too-many-subscriptions", "There are too many subscriptions",
                    $"A caller may have at most {Service.Outbox.Subscriptions.MostOfCaller}. Delete one that is not needed.");
        }
    }
}
