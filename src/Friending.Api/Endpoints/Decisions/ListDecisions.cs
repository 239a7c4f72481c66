using System.ComponentModel.DataAnnotations;
using Friending.Api.Pipeline.OpenApi;
using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Decisions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Friending.Api.Endpoints.Decisions;

/// <summary>GET /api/decisions: the decisions of a time range.</summary>
internal static class ListDecisions
{
    internal const int MaxLimit = 200;
    internal const int DefaultLimit = 50;

    // What a stream writes before it is sent, bytes.
    private const int FlushSize = 16 * 1024;

    private static readonly TimeSpan s_defaultRange = TimeSpan.FromDays(30);

    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/decisions", HandleAsync)
        .WithName(nameof(ListDecisions))
        .RequireAuthorization(Callers.Only(Role.Audit))
        .Answers<DecisionPage>(200)
        .AnswersAlsoAs(MediaTypes.Csv, MediaTypes.JsonLines)
        .Refuses(406);

    /// <summary>List decisions, or stream them all as CSV or NDJSON</summary>
    /// <remarks>
    /// The decisions of a time range, oldest first, so that pages stay as they are while decisions are added.
    /// As JSON a page at a time; as CSV or NDJSON every match in one stream.
    /// </remarks>
    /// <param name="from">Decided at this time or later: an ISO 8601 date (UTC) or instant; 30 days ago if absent.</param>
    /// <param name="to">Decided before this time.</param>
    /// <param name="outcome">Only this outcome of the policy.</param>
    /// <param name="status">Only this status.</param>
    /// <param name="department">Only this department.</param>
    /// <param name="staff">Only this staff member, by staff id or, for what they asked when signed in, object id.</param>
    /// <param name="rule">Only decisions that this rule was among those to decide; of several, joined by `+` (written `%2B`), each.</param>
    /// <param name="alone">With `true` only decisions that no other rule decided with them, as the bars of a digest count; with
    /// `rule` only.</param>
    /// <param name="totals">Whether to count all that match; with JSON only.</param>
    /// <param name="excel">
    /// Whether the CSV is for a spreadsheet: dates and times by the organisation's clocks, rule numbers as text, the policy's words for
    /// outcomes; with CSV only.
    /// </param>
    /// <param name="limit">How many items to answer with at most.</param>
    /// <param name="cursor">Where to read on: the `cursor` of the page before, for the same filters.</param>
    /// <response code="200">A page, oldest first; as CSV or NDJSON every match.</response>
    /// <response code="406">None of the media types that the caller accepts is offered.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        [FromQuery, Example("2026-11-01")] DateTimeOffset? from,
        [FromQuery, Example("2026-12-01")] DateTimeOffset? to,
        [FromQuery] string? outcome,
        [FromQuery, AllowedValues("final", "pending-review", "reviewed", "withdrawn")] string? status,
        [FromQuery, MaxLength(100)] string? department,
        [FromQuery, MaxLength(128)] string? staff,
        [FromQuery, MaxLength(100)] string? rule,
        [FromQuery] bool? alone,
        [FromQuery] bool? totals,
        [FromQuery] bool? excel,
        [FromQuery, Range(1, MaxLimit)] int? limit,
        [FromQuery] string? cursor,
        PolicyDecisionPoint policy,
        DecisionScan scan,
        AnswerLanguage language,
        IOptions<TimeZoneOptions> timeZone,
        TimeProvider time)
    {
        if (MediaTypes.Choose(context.Request, MediaTypes.Json, MediaTypes.Csv, MediaTypes.JsonLines) is not { } mediaType)
            return MediaTypes.NotAcceptable(MediaTypes.Json, MediaTypes.Csv, MediaTypes.JsonLines);
        context.Response.Headers.Vary = "Accept, Accept-Language";
        if (from > to)
            return Problems.InvalidQuery("from", "must not be later than to.");
        if (outcome is not null && !policy.Document.Outcomes.Any(o => o.Value == outcome))
            return Problems.InvalidQuery("outcome", $"must be one of {string.Join(", ", policy.Document.Outcomes.Select(o => o.Value))}.");
        if (alone is not null && rule is null)
            return Problems.InvalidQuery("alone", "is allowed together with rule only.");
        if (mediaType != MediaTypes.Json && (limit is not null || cursor is not null))
            return Problems.InvalidQuery(limit is not null ? "limit" : "cursor",
                $"is allowed for {MediaTypes.Json} only: {mediaType} holds every match.");
        if (totals is not null && mediaType != MediaTypes.Json)
            return Problems.InvalidQuery("totals", $"is allowed for {MediaTypes.Json} only.");
        if (excel is not null && mediaType != MediaTypes.Csv)
            return Problems.InvalidQuery("excel", $"is allowed for {MediaTypes.Csv} only.");

        var end = to ?? DateTimeOffset.MaxValue;
        var defaultStart = Min(end, time.GetUtcNow());
        var query = new DecisionQuery(
            from ?? (defaultStart - DateTimeOffset.MinValue < s_defaultRange
                ? DateTimeOffset.MinValue : defaultStart - s_defaultRange), end)
        {
            Outcome = outcome,
            Status = status is null ? null : Enum.GetValues<DecisionStatus>().First(s => DecisionRow.TextOf(s) == status),
            Department = department,
            StaffId = staff,
            // A plus that was not encoded arrives as a blank.
            Rules = rule?.Split(['+', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [],
            RulesAlone = alone == true,
        };
        // What a cursor is bound to: the filters as they were stated, since a default range moves with the time.
        var list = string.Join('\n', nameof(ListDecisions), $"{from:O}", $"{to:O}", outcome, status, department, staff, rule, alone);
        if (cursor is not null)
        {
            if (!Cursors.TryRead(cursor, list, out var last))
                return Problems.InvalidQuery("cursor", "must be one that this list gave for the same filters.");
            query = query with { After = last };
        }
        return mediaType switch
        {
            MediaTypes.Csv => await StreamAsync(excel == true
                ? StreamFormat.Excel(new(policy.Document, language, timeZone.Value.FindZone())) : StreamFormat.Csv(policy)),
            MediaTypes.JsonLines => await StreamAsync(StreamFormat.JsonLines),
            _ => await PageAsync(scan, query, limit ?? DefaultLimit, list, totals ?? false, context.RequestAborted),
        };

        Task<IResult> StreamAsync(StreamFormat format)
        {
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{format.FileName}\"";
            var rows = scan.ReadInOrderAsync(query with { Columns = format.Columns }, context.RequestAborted);
            return LineStream.StartAsync(rows.Select(format.Line), format.MediaType, context.RequestAborted, format.Header, FlushSize);
        }
    }

    private static async Task<IResult> PageAsync(DecisionScan scan, DecisionQuery query, int limit, string list, bool withTotals,
        CancellationToken cancellation)
    {
        // One more than asked for tells whether there is more.
        // What is picked after reading may be rare, so that small pages would be many.
        var page = query with { Columns = [nameof(DecisionRow.Document)], PageSize = query.Rules.Count == 0 ? limit + 1 : null };
        var items = await scan.ReadInOrderAsync(page, cancellation).Take(limit + 1).Select(row => row.ReadDecision())
            .ToListAsync(cancellation);
        string? cursor = null;
        if (items.Count > limit)
        {
            items.RemoveAt(limit);
            cursor = Cursors.Write(list, items[^1].Id);
        }
        var totals = withTotals ? await CountAsync(scan, query with { After = null }, cancellation) : null;
        return TypedResults.Json(new DecisionPage(items, cursor, totals), ServiceJson.Web.DecisionPage);
    }

    private static async Task<DecisionTotals> CountAsync(DecisionScan scan, DecisionQuery query, CancellationToken cancellation)
    {
        var (count, outcomes, statuses) =
            (0, new SortedDictionary<string, int>(StringComparer.Ordinal), new SortedDictionary<string, int>(StringComparer.Ordinal));
        await foreach (var row in scan.ReadAsync(query with { Columns = [nameof(DecisionRow.Outcome), nameof(DecisionRow.Status)] },
            cancellation))
        {
            count++;
            Add(outcomes, row.Outcome!);
            Add(statuses, DecisionRow.TextOf(row.Status!.Value));
        }
        return new(count, outcomes, statuses);

        static void Add(SortedDictionary<string, int> counts, string value) => counts[value] = counts.GetValueOrDefault(value) + 1;
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset two) => one < two ? one : two;
}
