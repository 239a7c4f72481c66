using Friending.Policy.Documents;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Policies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>
/// POST /api/policy/replay: how the decisions of a time range would come out under the posted document. As NDJSON, lines of
/// progress come first.
/// </summary>
internal static class ReplayPolicy
{
    internal const int MaxLimit = 1000;
    internal const int DefaultLimit = 100;

    private static readonly TimeSpan s_defaultRange = TimeSpan.FromDays(30);

    internal static Operation Operation { get; } = new("ReplayPolicy", HttpMethods.Post, "api/policy/replay", Access.Only(Role.Admin), HandleAsync)
    {
        Summary = "Tell how past decisions would come out under a policy document",
        RequestType = typeof(PolicyDocument),
        ResponseType = typeof(ReplayResult),
        Parameters =
        [
            new(ParameterPlace.Query, "from", "Decided at this time or later: an ISO 8601 date (UTC) or instant; 30 days before `to` if absent.") { Example = "2026-11-01" },
            new(ParameterPlace.Query, "to", "Decided before this time; now if absent.") { Example = "2026-12-01" },
            new(ParameterPlace.Query, "limit", "At most how many changed decisions.") { Type = "integer" },
            new(ParameterPlace.Query, "cursor", "Where the answer before this one ended."),
        ],
        OtherMediaTypes = [MediaTypes.JsonLines],
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var request = call.Context.Request;
        if (MediaTypes.Choose(request, MediaTypes.Json, MediaTypes.JsonLines) is not { } mediaType)
            return MediaTypes.NotAcceptable(MediaTypes.Json, MediaTypes.JsonLines);
        call.Context.Response.Headers.Vary = "Accept";

        var parameters = new QueryParameters(request, "from", "to", "limit", "cursor");
        var (statedFrom, statedTo) = (parameters.Time("from"), parameters.Time("to"));
        var limit = parameters.Number("limit", 1, MaxLimit, DefaultLimit);
        var cursor = parameters.Text("cursor", 100);
        var now = call.Get<TimeProvider>().GetUtcNow();
        // Ids have whole milliseconds: what was decided just now is in the range.
        var to = statedTo ?? now.AddSeconds(1);
        var from = statedFrom ?? (to - DateTimeOffset.MinValue < s_defaultRange ? DateTimeOffset.MinValue : to - s_defaultRange);
        if (from > to)
            parameters.Refuse("from", "must not be later than to.");
        if (parameters.Refused is { } refused)
            return refused;
        var (policy, notValid) = await PostedPolicy.ReadAsync(call);
        if (policy is null)
            return notValid!;

        // A cursor belongs to the document and the range as stated, since a default range moves with the time.
        var list = string.Join('\n', Operation.Name, $"{statedFrom:O}", $"{statedTo:O}", policy.Reference.Sha256);
        var cursors = call.Get<Cursors>();
        DecisionId? after = null;
        if (cursor is not null)
        {
            if (!cursors.TryRead(cursor, list, out var last))
                return Problems.Of(400, "invalid-request", "The request is not valid", "The query parameter cursor must be one that a replay of the same document over the same range gave.");
            after = last;
        }
        var zone = call.Get<IOptions<TimeZoneOptions>>().Value.Zone;
        var lines = call.Get<PolicyReplay>().RunAsync(policy, from, to, zone, limit, after, call.Aborted).Select(Signed);
        if (mediaType == MediaTypes.JsonLines)
            return await ReplayStream.StartAsync(lines, call.Aborted);
        var result = (await lines.LastAsync(call.Aborted)).Result!;
        return TypedResults.Json(result, ServiceJson.Web.ReplayResult);

        ReplayLine Signed(ReplayLine line) => line.Result is { Changes: { Cursor: not null } changes } result
            ? line with { Result = result with { Changes = changes with { Cursor = cursors.Write(list, changes.Items[^1].Id) } } }
            : line;
    }
}
