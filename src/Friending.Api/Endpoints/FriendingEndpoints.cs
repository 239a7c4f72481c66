using Friending.Api.Endpoints.Access;
using Friending.Api.Endpoints.Admin;
using Friending.Api.Endpoints.Assistants;
using Friending.Api.Endpoints.Decisions;
using Friending.Api.Endpoints.Digests;
using Friending.Api.Endpoints.Policies;
using Friending.Api.Endpoints.Requests;
using Friending.Api.Endpoints.Reviews;
using Friending.Api.Endpoints.Subscriptions;
using Friending.Api.Pages;

namespace Friending.Api.Endpoints;

/// <summary>Every HTTP operation of the service, in groups: a file and a line here for each.</summary>
internal static class FriendingEndpoints
{
    /// <summary>The groups, as the OpenAPI document names and describes them.</summary>
    internal static IReadOnlyList<(string Name, string Description)> Groups { get; } =
    [
        ("Requests", "Asking."),
        ("Decisions", "What was answered, and why."),
        ("Reviews", "What waits for a person."),
        ("Digests", "The week in numbers."),
        ("Policies", "What the answers go by."),
        ("Access", "The OpenID AuthZEN Authorization API 1.0."),
        ("Assistants", "The Model Context Protocol, by which an assistant asks."),
        ("Admin", "The service itself."),
        ("Pages", "What people open in a browser."),
    ];

    internal static void MapFriending(this IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").AddEndpointFilter(new WholeAnswer()).AddEndpointFilter(new RefuseUnreadable());
        AnswerHeadWhereGetIs(all);

        var requests = all.MapGroup("").WithTags("Requests");
        SubmitRequest.Map(requests);
        ListMyRequests.Map(requests);
        EvaluateRequest.Map(requests);

        var decisions = all.MapGroup("").WithTags("Decisions");
        GetDecision.Map(decisions);
        ListDecisions.Map(decisions);
        ExplainDecision.Map(decisions);
        AnswerQuestion.Map(decisions);
        AppealDecision.Map(decisions);
        WithdrawDecision.Map(decisions);
        PollFeed.Map(decisions);
        Subscribe.Map(decisions);
        Unsubscribe.Map(decisions);

        var reviews = all.MapGroup("").WithTags("Reviews");
        ListReviews.Map(reviews);
        ClaimReview.Map(reviews);
        ReleaseReview.Map(reviews);
        AskForMore.Map(reviews);
        ResolveReview.Map(reviews);

        var digests = all.MapGroup("").WithTags("Digests");
        GetDigest.Map(digests);
        SendDigest.Map(digests);

        var policies = all.MapGroup("").WithTags("Policies");
        GetPolicy.Map(policies);
        GetChoices.Map(policies);
        CheckPolicy.Map(policies);
        DiffPolicy.Map(policies);
        ReplayPolicy.Map(policies);
        GetGuideline.Map(policies);

        var access = all.MapGroup("").WithTags("Access");
        EvaluateAccess.Map(access);
        EvaluateAccessBatch.Map(access);
        SearchSubject.Map(access);
        SearchResource.Map(access);
        SearchAction.Map(access);
        AuthZenMetadata.Map(access);

        var assistants = all.MapGroup("").WithTags("Assistants");
        Mcp.Map(assistants);
        ProtectedResource.Map(assistants);

        var admin = all.MapGroup("").WithTags("Admin");
        EraseStaff.Map(admin);
        VerifyAudit.Map(admin);
        ListPoison.Map(admin);
        RetryPoison.Map(admin);
        DiscardPoison.Map(admin);
        ListBackups.Map(admin);
        RestoreBackup.Map(admin);
        OpenApiDocumentFile.Map(admin);
        HealthLive.Map(admin);
        HealthReady.Map(admin);

        var pages = all.MapGroup("").WithTags("Pages");
        PageEndpoints.Map(pages);
        ReferencePages.Map(pages);
    }

    // RFC 9110, section 9.3.2: the server leaves out the body of what GET would answer.
    private static void AnswerHeadWhereGetIs(RouteGroupBuilder group) => ((IEndpointConventionBuilder)group).Add(endpoint =>
    {
        if (endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods: ["GET"] })
            endpoint.Metadata.Add(new HttpMethodMetadata(["GET", "HEAD"]));
    });
}
