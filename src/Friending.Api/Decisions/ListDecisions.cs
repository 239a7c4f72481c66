using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Decisions;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>
/// GET /api/decisions: the decisions of a time range, oldest first, so that pages stay as they are while decisions are added.
/// As JSON a page at a time; as CSV or NDJSON every match in one stream.
/// </summary>
internal static class ListDecisions
{
    internal const int MaxLimit = 200;
    internal const int DefaultLimit = 50;

    private static readonly TimeSpan s_defaultRange = TimeSpan.FromDays(30);

    internal static Operation Operation { get; } = new("ListDecisions", HttpMethods.Get, "api/decisions", Access.Only(Role.Audit), HandleAsync)
    {
        Summary = "List decisions, or stream them all as CSV or NDJSON",
        ResponseType = typeof(DecisionPage),
        Parameters =
        [
            new(ParameterPlace.Query, "from", "Decided at this time or later: an ISO 8601 date (UTC) or instant; 30 days ago if absent.") { Example = "2026-11-01" },
            new(ParameterPlace.Query, "to", "Decided before this time.") { Example = "2026-12-01" },
            new(ParameterPlace.Query, "after", "Decided after the decision with this id.") { Format = "uuid" },
            new(ParameterPlace.Query, "outcome", "Only this outcome of the policy."),
            new(ParameterPlace.Query, "status", "Only this status."),
            new(ParameterPlace.Query, "department", "Only this department."),
            new(ParameterPlace.Query, "staff", "Only this staff member's id."),
            OperationParameter.Limit,
            OperationParameter.Cursor,
        ],
        Responses = [new(200, "A page, oldest first; as CSV or NDJSON every match."), new(406, "None of the media types that the caller accepts is offered.")],
        OtherMediaTypes = [MediaTypes.Csv, MediaTypes.JsonLines],
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var request = call.Context.Request;
        if (MediaTypes.Choose(request, MediaTypes.Json, MediaTypes.Csv, MediaTypes.JsonLines) is not { } mediaType)
            return MediaTypes.NotAcceptable(MediaTypes.Json, MediaTypes.Csv, MediaTypes.JsonLines);
        call.Context.Response.Headers.Vary = "Accept";

        var parameters = new QueryParameters(request, "from", "to", "after", "outcome", "status", "department", "staff", "limit", "cursor");
        var (query, list) = Read(parameters, call);
        var limit = parameters.Number("limit", 1, MaxLimit, DefaultLimit);
        if (mediaType != MediaTypes.Json)
        {
            foreach (var name in new[] { "limit", "cursor" })
                if (parameters.Has(name))
                    parameters.Refuse(name, $"goes with {MediaTypes.Json} only: {mediaType} holds every match.");
        }
        else if (parameters.Text("cursor", 100) is { } cursor)
        {
            if (call.Get<Cursors>().TryRead(cursor, list, out var after))
                query = query with { After = after };
            else
                parameters.Refuse("cursor", "must be one that this list gave for the same filters.");
        }
        if (parameters.Refused is { } refused)
            return refused;

        var scan = call.Get<DecisionScan>();
        return mediaType switch
        {
            MediaTypes.Csv => await StreamAsync(StreamFormat.Csv),
            MediaTypes.JsonLines => await StreamAsync(StreamFormat.JsonLines),
            _ => await PageAsync(call, query, limit, list),
        };

        Task<IResult> StreamAsync(StreamFormat format) =>
            DecisionStream.StartAsync(format, scan.ReadInOrderAsync(query with { Columns = format.Columns }, call.Aborted), call.Aborted);
    }

    // The query, and what a cursor is bound to: the filters as they were stated, since a default range moves with the time.
    private static (DecisionQuery Query, string List) Read(QueryParameters parameters, Call call)
    {
        var outcomes = call.Get<PolicyDecisionPoint>().Document.Outcomes.Select(o => o.Value).ToList();
        var statuses = Enum.GetValues<DecisionStatus>().ToDictionary(DecisionRow.TextOf);
        var from = parameters.Time("from");
        var to = parameters.Time("to");
        var after = parameters.Text("after", 36);
        var outcome = parameters.OneOf("outcome", outcomes);
        var status = parameters.OneOf("status", statuses.Keys);
        var department = parameters.Text("department", 100);
        var staff = parameters.Text("staff", 128);
        if (from > to)
            parameters.Refuse("from", "must not be later than to.");

        if (!DecisionId.TryParse(after, out var afterId) && after is not null)
            parameters.Refuse("after", "must be a decision's id.");

        var end = to ?? DateTimeOffset.MaxValue;
        var defaultStart = Min(end, call.Get<TimeProvider>().GetUtcNow());
        var query = new DecisionQuery(from ?? (defaultStart - DateTimeOffset.MinValue < s_defaultRange ? DateTimeOffset.MinValue : defaultStart - s_defaultRange), end)
        {
            After = after is null ? null : afterId,
            Outcome = outcome,
            Status = status is not null && statuses.TryGetValue(status, out var known) ? known : null,
            Department = department,
            StaffId = staff,
        };
        return (query, string.Join('\n', Operation.Name, $"{from:O}", $"{to:O}", after, outcome, status, department, staff));
    }

    private static async Task<IResult> PageAsync(Call call, DecisionQuery query, int limit, string list)
    {
        // One more than asked for tells whether there is more.
        var page = query with { Columns = [nameof(DecisionRow.Document)], PageSize = limit + 1 };
        var items = await call.Get<DecisionScan>().ReadInOrderAsync(page, call.Aborted).Take(limit + 1).Select(row => row.ReadDecision()).ToListAsync(call.Aborted);
        string? cursor = null;
        if (items.Count > limit)
        {
            items.RemoveAt(limit);
            cursor = call.Get<Cursors>().Write(list, items[^1].Id);
        }
        return TypedResults.Json(new DecisionPage(items, cursor), ServiceJson.Web.DecisionPage);
    }

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset two) => one < two ? one : two;
}
