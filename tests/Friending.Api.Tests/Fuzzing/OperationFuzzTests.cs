using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Policy.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Xunit;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>Whatever is sent to whichever operation, it is answered: at once, never with a 5xx, errors as
/// problems that show no note.</summary>
[Collection(nameof(FuzzApp))]
public sealed class OperationFuzzTests(FuzzApp app, ITestOutputHelper output)
{
    // What reads storage every time costs a hundred times what the others do, and has less to be changed.
    private static readonly Dictionary<string, int> s_weights = new()
    {
        ["SubmitRequest"] = 90,
        ["EvaluateRequest"] = 250,
        ["EvaluateAccess"] = 110,
        ["EvaluateAccessBatch"] = 110,
        ["SearchSubject"] = 70,
        ["SearchResource"] = 70,
        ["SearchAction"] = 70,
        ["Mcp"] = 90,
        ["CheckPolicy"] = 30,
        ["DiffPolicy"] = 10,
        ["ReplayPolicy"] = 8,
        ["ResolveReview"] = 40,
        ["AskForMore"] = 40,
        ["ListDecisions"] = 30,
        ["GetDigest"] = 5,
        ["SendDigest"] = 3,
        // Each reads everything that is kept.
        ["EraseStaff"] = 3,
        ["VerifyAudit"] = 1,
        ["RestoreBackup"] = 3,
    };

    private static readonly string[] s_needsAnother = ["DiscardPoison", "RestoreBackup", "RetryPoison", "Unsubscribe"];

    // Answers that are kept, and what other tests hold at the same time. Three kilobytes left behind by each case would be more.
    private const long MostHeldMiB = 256;

    private readonly ConcurrentDictionary<(string Operation, int Status), int> _answers = new();

    [Fact]
    public async Task Whatever_is_sent_every_operation_answers_properly()
    {
        (Operation, int)[] weighted = [.. AllOperations.List.Select(o => (o, s_weights.GetValueOrDefault(o.Name, 15)))];
        var held = GC.GetTotalMemory(forceFullCollection: true);
        await FuzzRun.AllAsync(output, FuzzRun.Cases * 94 / 100, async dice =>
        {
            var operation = dice.PickWeighted(weighted);
            var request = app.Good.For(operation, dice);
            for (var changes = dice.Pick([0, 1, 1, 1, 1, 2, 2, 3, 5]); changes > 0; changes--)
                RequestMutation.Apply(request, dice);
            var answer = await app.AnswerAsync(request);
            _answers.AddOrUpdate((operation.Name, answer.Status), 1, (_, n) => n + 1);
            return Wrong(answer, operation, request) is { } wrong
                ? $"{wrong}\n{FuzzRequest.Printable(Encoding.UTF8.GetString(answer.Body))}\n"
                    + $"{(answer.Status >= 500 ? app.Log.LastError : "")}\n{request}"
                : null;
        });
        foreach (var byOperation in _answers.GroupBy(a => a.Key.Operation).OrderBy(g => g.Key, StringComparer.Ordinal))
            output.WriteLine(
                $"{byOperation.Key}: "
                    + $"{string.Join(", ", byOperation.OrderBy(a => a.Key.Status).Select(a => $"{a.Key.Status} {a.Value} times"))}");
        Assert.Null(app.Log.Leaked);
        held = (GC.GetTotalMemory(forceFullCollection: true) - held) / (1024 * 1024);
        output.WriteLine($"{held} MiB more are held than before.");
        Assert.InRange(held, long.MinValue, MostHeldMiB);
        // Neither only good requests nor only such as the first check refuses: otherwise these cases would show nothing.
        foreach (var operation in AllOperations.List.Where(_ => FuzzRun.MeetsEverything))
        {
            // Or comes too late: what one case has resolved or withdrawn, another cannot. What only another operation makes, such as an
            // entry of the poison queue or a subscription, is not there for a made-up id.
            Assert.Contains(_answers.Keys, k => k.Operation == operation.Name && (k.Status is < 300 or StatusCodes.Status409Conflict
                || (s_needsAnother.Contains(operation.Name) && k.Status is StatusCodes.Status404NotFound)));
            Assert.Contains(_answers.Keys, k => k.Operation == operation.Name && k.Status >= 400);
        }
    }

    private static string? Wrong(FuzzAnswer answer, Operation operation, FuzzRequest request)
    {
        foreach (var (name, values) in answer.Headers)
            foreach (var value in values)
                if (value!.Any(c => c is < ' ' or > '~'))
                    return $"The header {name} is one that no server can send.";
        if (answer.Status >= 500)
            return $"The answer is {answer.Status}.";
        // RFC 9110, section 9.3.2: no body, of whatever it would be.
        if (request.Method == HttpMethods.Head && answer.Body.Length == 0)
            return null;
        var mediaType = answer.Headers.ContentType.ToString().Split(';')[0];
        if (mediaType == "text/event-stream")
            return WrongMessage(Encoding.UTF8.GetString(answer.Body));
        // The protocol's own errors.
        if (operation.Name == "Mcp" && answer.Status is 400 or 404 or 406 && mediaType == "application/json")
            return JsonNode.Parse(answer.Body)!["error"]?["message"] is null ? "The error is no JSON-RPC." : null;
        // A wrong address that a browser was given: nothing that was sent is in the page.
        if (answer.Status == 404 && mediaType == "text/html" && IsOpenedByBrowser(request))
            return FuzzRequest.HasCanary(Encoding.UTF8.GetString(answer.Body)) ? "The page shows a note." : null;
        if (answer.Status >= 400)
            return mediaType != "application/problem+json" ? $"The error is told as '{mediaType}'." : WrongProblem(answer, operation);
        try
        {
            if (mediaType == "application/json")
                JsonDocument.Parse(answer.Body).Dispose();
        }
        catch (JsonException e)
        {
            return $"The answer is no JSON: {e.Message}";
        }
        return null;
    }

    // ASP.NET Core takes "get" for GET.
    private static bool IsOpenedByBrowser(FuzzRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && !request.Path.StartsWith("/api/", StringComparison.Ordinal)
            && request.Headers.Any(h => h.Name == HeaderNames.Accept && h.Value.Contains("text/html", StringComparison.Ordinal));

    // A tool's answer may hold a note that was kept, to whoever may read it; an error may not.
    private static string? WrongMessage(string events)
    {
        foreach (var line in events.Split('\n').Where(l => l.StartsWith("data: ", StringComparison.Ordinal)))
        {
            var message = JsonNode.Parse(line["data: ".Length..])!;
            if ((message["error"] is not null || message["result"]?["isError"]?.GetValue<bool>() is true) && FuzzRequest.HasCanary(line))
                return "The error shows a note.";
            if (line.Contains("   at ", StringComparison.Ordinal))
                return "The error shows how the program is made.";
        }
        return null;
    }

    private static string? WrongProblem(FuzzAnswer answer, Operation operation)
    {
        var text = Encoding.UTF8.GetString(answer.Body);
        // A policy document holds no notes, and its author is told which name is wrong.
        if (operation.RequestType != typeof(PolicyDocument) && FuzzRequest.HasCanary(text))
            return "The error shows a note.";
        // A name that was sent may be any, and is told: the mutations send this one.
        if (text.Contains("   at ", StringComparison.Ordinal)
            || text.Replace("System.Object", "", StringComparison.Ordinal).Contains("System.", StringComparison.Ordinal))
            return "The error shows how the program is made.";
        using var problem = JsonDocument.Parse(answer.Body);
        var root = problem.RootElement;
        if (root.GetProperty("status").GetInt32() != answer.Status
            || root.GetProperty("title").GetString() is not { Length: > 0 } || root.GetProperty("type").GetString() is not { Length: > 0 })
            return "The problem lacks what every problem has.";
        if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object)
            foreach (var error in errors.EnumerateObject())
                if (error.Name.Length > 0 && error.Name[0] != '/' || error.Value.GetArrayLength() == 0)
                    return $"'{error.Name}' is no JSON Pointer with messages.";
        return null;
    }
}
