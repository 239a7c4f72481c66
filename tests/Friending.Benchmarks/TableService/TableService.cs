using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace Friending.Benchmarks;

/// <summary>
/// The part of the table service's protocol that the storage client speaks with it for what is measured
/// (https://learn.microsoft.com/rest/api/storageservices/table-service-rest-api), with the rows in memory and in order. Azurite looks
/// through all rows for each page: a million would take it days, on either side of a comparison. This one gives and takes no more
/// rows a second than Azure's target for an account, so that what is compared is what somebody waits for there.
/// </summary>
internal sealed partial class TableService
{
    private const string Continuation = "x-ms-continuation-";

    // https://learn.microsoft.com/azure/storage/tables/scalability-targets
    private const int RowsPerSecond = 20_000;

    private readonly ConcurrentDictionary<string, KeptTable> _tables = [];
    private readonly Lock _pace = new();
    private long _busyUntil;

    /// <summary>Answers on a free port of loopback, which it writes as its first line, until its input ends.</summary>
    internal static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(new TableService().AnswerAsync);
        await app.StartAsync();
        Console.WriteLine(new Uri(app.Urls.Single()).Port);
        await Console.In.ReadToEndAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        try
        {
            // Below the account's name.
            var target = request.Path.Value!.Split('/', 3)[^1];
            if (target == "$batch")
                await AnswerBatchAsync(context);
            else if (target.StartsWith("Tables", StringComparison.Ordinal))
                response.StatusCode = StatusCodes.Status204NoContent;
            else if (HttpMethods.IsGet(request.Method))
                await ReadAsync(context, target);
            else
                await ChangeOneAsync(context, target);
        }
        catch (RequestRefusedException e)
        {
            response.StatusCode = e.Status;
            await response.WriteAsync(Error(e));
        }
    }

    private async Task ReadAsync(HttpContext context, string target)
    {
        var (query, response) = (context.Request.Query, context.Response);
        var selected = query["$select"].ToString();
        var select = selected.Length > 0 ? selected.Split(',').ToHashSet() : null;
        var answer = new ArrayBufferWriter<byte>(64 * 1024);
        if (KeysOf(target) is var (partition, row))
        {
            var found = Table(target).Find(partition, row) ?? throw new RequestRefusedException(0, 404, "ResourceNotFound");
            response.Headers.ETag = found.ETag;
            found.WriteTo(answer, select);
            await PaceAsync(1);
        }
        else
        {
            var from = query["NextPartitionKey"].ToString() is { Length: > 0 } next
                ? KeptRow.At(FromToken(next), FromToken(query["NextRowKey"].ToString()))
                : null;
            var count = int.TryParse(query["$top"], CultureInfo.InvariantCulture, out var top) ? top : KeptTable.LargestPage;
            var page = Table(target).Read(new(query["$filter"].ToString()), from, Math.Min(count, KeptTable.LargestPage));
            if (page.Next is { } following)
            {
                response.Headers[Continuation + "NextPartitionKey"] = ToToken(following.PartitionKey);
                response.Headers[Continuation + "NextRowKey"] = ToToken(following.RowKey);
            }
            answer.Write("{\"value\":["u8);
            foreach (var (i, each) in page.Rows.Index())
            {
                if (i > 0)
                    answer.Write(","u8);
                each.WriteTo(answer, select);
            }
            answer.Write("]}"u8);
            await PaceAsync(page.Rows.Count);
        }
        response.ContentType = "application/json;odata=minimalmetadata";
        response.ContentLength = answer.WrittenCount;
        await response.Body.WriteAsync(answer.WrittenMemory);
    }

    // All of a changeset's changes are of one table.
    private async Task AnswerBatchAsync(HttpContext context)
    {
        var changes = new List<RowChange>();
        var target = "";
        var batch = new MultipartReader(BoundaryOf(context.Request.ContentType), context.Request.Body);
        while (await batch.ReadNextSectionAsync() is { } section)
        {
            var changeset = new MultipartReader(BoundaryOf(section.ContentType), section.Body);
            while (await changeset.ReadNextSectionAsync() is { } part)
            {
                using var reader = new StreamReader(part.Body);
                var request = await reader.ReadToEndAsync();
                var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                var lines = request[..end].Split("\r\n");
                var first = lines[0].Split(' ');
                var headers = new HeaderDictionary();
                foreach (var line in lines[1..])
                    headers[line.Split(':')[0]] = line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
                target = Uri.UnescapeDataString(new Uri(first[1]).AbsolutePath).Split('/', 3)[^1];
                changes.Add(
                    await ChangeAsync(first[0], target, headers, new MemoryStream(Encoding.UTF8.GetBytes(request[(end + 4)..]))));
            }
        }
        await PaceAsync(changes.Count);
        var answer = new StringBuilder();
        try
        {
            foreach (var row in Table(target).Change(changes))
                AppendPart(answer, $"204 No Content\r\n{(row is null ? "" : $"ETag: {row.ETag}\r\n")}\r\n");
        }
        catch (RequestRefusedException e)
        {
            AppendPart(answer, $"{e.Status} {e.Code}\r\nContent-Type: application/json\r\n\r\n{Error(e)}");
        }
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        context.Response.ContentType = "multipart/mixed; boundary=batch";
        await context.Response.WriteAsync(
            $"--batch\r\nContent-Type: multipart/mixed; boundary=changeset\r\n\r\n{answer}--changeset--\r\n--batch--\r\n");
    }

    private static void AppendPart(StringBuilder answer, string response) => answer.Append(CultureInfo.InvariantCulture,
        $"--changeset\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 {response}\r\n");

    private static async Task<RowChange> ChangeAsync(string method, string target, IHeaderDictionary headers, Stream body)
    {
        var sent = new MemoryStream();
        await body.CopyToAsync(sent);
        var json = sent.GetBuffer().AsMemory(0, (int)sent.Length);
        var ifMatch = headers.IfMatch.ToString() is { Length: > 0 } etag ? etag : null;
        if (KeysOf(target) is var (partition, row))
            return new(method, partition, row, json, ifMatch);
        using var entity = JsonDocument.Parse(json);
        return new(method, entity.RootElement.GetProperty(nameof(KeptRow.PartitionKey)).GetString()!,
            entity.RootElement.GetProperty(nameof(KeptRow.RowKey)).GetString()!, json, ifMatch);
    }

    private async Task ChangeOneAsync(HttpContext context, string target)
    {
        var (request, response) = (context.Request, context.Response);
        var change = await ChangeAsync(request.Method, target, request.Headers, request.Body);
        await PaceAsync(1);
        response.StatusCode = StatusCodes.Status204NoContent;
        if (Table(target).Change([change])[0] is { } row)
            response.Headers.ETag = row.ETag;
    }

    // One request's rows after the other's.
    private async Task PaceAsync(int rows)
    {
        TimeSpan wait;
        lock (_pace)
        {
            var now = Stopwatch.GetTimestamp();
            _busyUntil = Math.Max(_busyUntil, now) + rows * Stopwatch.Frequency / RowsPerSecond;
            wait = Stopwatch.GetElapsedTime(now, _busyUntil);
        }
        await Task.Delay(wait);
    }

    private KeptTable Table(string target) => _tables.GetOrAdd(target.Split('(')[0], _ => new());

    private static (string Partition, string Row)? KeysOf(string target) =>
        Keys().Match(target) is { Success: true } keys ? (Text(keys.Groups["partition"]), Text(keys.Groups["row"])) : null;

    private static string Text(Group key) => key.Value.Replace("''", "'", StringComparison.Ordinal);

    private static string BoundaryOf(string? contentType) =>
        HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(contentType).Boundary).ToString();

    private static string Error(RequestRefusedException e) =>
        JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["odata.error"] = new { code = e.Code, message = new { lang = "en-US", value = e.Message } },
        });

    // A header holds ASCII only.
    private static string ToToken(string key) => Convert.ToBase64String(Encoding.UTF8.GetBytes(key));

    private static string FromToken(string token) => Encoding.UTF8.GetString(Convert.FromBase64String(token));

    [GeneratedRegex(@"\(PartitionKey='(?<partition>.*)',RowKey='(?<row>.*)'\)$")]
    private static partial Regex Keys();
}
