using System.Text;
using Friending.LocalHost;

namespace Friending.Benchmarks;

/// <summary>EvaluateRequest over loopback, beside an endpoint that reads the same body and answers with the same bytes, those of the headers too.</summary>
internal static class EvaluateThroughput
{
    private const string Item = "3";
    private const string What = "requests a second, EvaluateRequest";

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        if (Wrk.Find() is not { } wrk)
        {
            table.NotMeasured(Item, What, Wrk.WhereToGet);
            return;
        }
        var (answer, headers) = (Path.GetTempFileName(), Path.GetTempFileName());
        await using var azurite = await Azurite.StartInMemoryAsync();
        await using var ours = await (await PublishedProgram.OursAsync()).StartAsync(Arguments(azurite));
        var expected = await AnswerAsync(ours);
        await File.WriteAllBytesAsync(answer, expected.Body);
        await File.WriteAllLinesAsync(headers, expected.Headers);
        // The local host is for development, which adds a step to each call that the bare endpoint then has too.
        await using var bare = await (await PublishedProgram.BareAsync()).StartAsync($"--Answer={answer}", $"--Headers={headers}", "--environment=Development");
        var given = await AnswerAsync(bare);
        if (!expected.Body.SequenceEqual(given.Body) || !expected.Headers.SequenceEqual(given.Headers))
            throw new InvalidOperationException("The two do not answer with the same bytes.");

        // Long enough for the compiler to have done all it does.
        await wrk.RequestsPerSecondAsync(ours.Port, seconds: table.IsShort ? 3 : 10);
        await wrk.RequestsPerSecondAsync(bare.Port, seconds: table.IsShort ? 3 : 10);
        // Many short turns: a machine's speed may change from one second to the next.
        var measured = await SideBySide.MeasureAsync(
            table.Rounds(60), () => wrk.RequestsPerSecondAsync(ours.Port, seconds: 1), () => wrk.RequestsPerSecondAsync(bare.Port, seconds: 1));
        table.AtLeast(Item, What, $"{measured.Medians[0]:N0}/s", $"bare endpoint {measured.Medians[1]:N0}/s", measured.Ratios[0] * 100, 85, "%");
        File.Delete(answer);
        File.Delete(headers);
        File.Delete(wrk.Script);
    }

    /// <summary>Ours on a storage that is there, with nothing to deliver.</summary>
    internal static string[] Arguments(Azurite azurite) =>
        ["--Emulators:Mail=false", $"--Storage:ConnectionString={azurite.ConnectionString}", .. SampleRequest.KeySettings];

    // All headers but the date and those of the content, which any answer with a body has.
    private static async Task<(byte[] Body, string[] Headers)> AnswerAsync(RunningProgram program)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-functions-key", SampleRequest.Key);
        using var content = new StringContent(SampleRequest.Body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"http://127.0.0.1:{program.Port}{SampleRequest.Path}"), content);
        var body = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return (body, [.. response.Headers.Where(h => h.Key != "Date").Select(h => $"{h.Key}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal)]);
    }
}
