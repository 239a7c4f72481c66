using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Policies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Friending.Api.Endpoints.Policies;

/// <summary>POST /api/policy/replay: how past decisions would come out under the posted document.</summary>
internal static class ReplayPolicy
{
    internal const int MaxLimit = 1000;
    internal const int DefaultLimit = 100;

    private static readonly TimeSpan s_defaultRange = TimeSpan.FromDays(30);

    internal static void Map(IEndpointRouteBuilder group) => group.MapPost("/api/policy/replay", HandleAsync)
        .WithName(nameof(ReplayPolicy))
        .RequireAuthorization(Callers.Only(Role.Admin))
        .Answers<ReplayResult>(200)
        .AnswersAlsoAs(MediaTypes.JsonLines)
        .Refuses(406, 422);

    /// <summary>Tell how past decisions would come out under a policy document</summary>
    /// <remarks>
    /// How the decisions of a time range would come out under the posted document. As NDJSON, lines of progress come first.
    /// </remarks>
    /// <param name="from">Decided at this time or later: an ISO 8601 date (UTC) or instant; 30 days before `to` if absent.</param>
    /// <param name="to">Decided before this time; now if absent.</param>
    /// <param name="limit">At most how many changed decisions.</param>
    /// <param name="cursor">Where the answer before this one ended.</param>
    /// <response code="200">The transitions, and the decisions that change.</response>
    /// <response code="406">None of the media types that the caller accepts is offered.</response>
    /// <response code="422">The document is not valid.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        PostedPolicy posted,
        [FromQuery, Example("2026-11-01")] DateTimeOffset? from,
        [FromQuery, Example("2026-12-01")] DateTimeOffset? to,
        [FromQuery, Range(1, MaxLimit)] int? limit,
        [FromQuery] string? cursor,
        PolicyReplay replay,
        IOptions<TimeZoneOptions> timeZone,
        TimeProvider time)
    {
        if (MediaTypes.Choose(context.Request, MediaTypes.Json, MediaTypes.JsonLines) is not { } mediaType)
            return MediaTypes.NotAcceptable(MediaTypes.Json, MediaTypes.JsonLines);
        context.Response.Headers.Vary = "Accept";
        // Ids have whole milliseconds: what was decided just now is in the range.
        var end = to ?? time.GetUtcNow().AddSeconds(1);
        var start = from ?? (end - DateTimeOffset.MinValue < s_defaultRange ? DateTimeOffset.MinValue : end - s_defaultRange);
        if (start > end)
            return Problems.InvalidQuery("from", "must not be later than to.");
        if (posted.Report.DecisionPoint is not { } policy)
            return Problems.InvalidPolicy(posted.Report);

        // A cursor belongs to the document and the range as stated, since a default range moves with the time.
        var list = string.Join('\n', nameof(ReplayPolicy), $"{from:O}", $"{to:O}", policy.Reference.Sha256);
        DecisionId? after = null;
        if (cursor is not null)
        {
            if (!Cursors.TryRead(cursor, list, out var last))
                return Problems.InvalidQuery("cursor", "must be one that a replay of the same document over the same range gave.");
            after = last;
        }
        var lines = replay.RunAsync(policy, start, end, timeZone.Value.FindZone(), limit ?? DefaultLimit, after, context.RequestAborted)
            .Select(WithCursor);
        if (mediaType == MediaTypes.JsonLines)
            return await LineStream.StartAsync(
                lines.Select(line => JsonSerializer.Serialize(line, ServiceJson.Web.ReplayLine) + "\n"), mediaType, context.RequestAborted);
        var result = (await lines.LastAsync(context.RequestAborted)).Result!;
        return TypedResults.Json(result, ServiceJson.Web.ReplayResult);

        ReplayLine WithCursor(ReplayLine line) => line.Result is { Changes: { Cursor: not null } changes } result
            ? line with { Result = result with { Changes = changes with { Cursor = Cursors.Write(list, changes.Items[^1].Id) } } }
            : line;
    }
}
