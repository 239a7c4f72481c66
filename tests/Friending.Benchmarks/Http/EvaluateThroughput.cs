using System.Text;
using Friending.LocalHost.Emulators;

namespace Friending.Benchmarks;

/// <summary>EvaluateRequest over loopback, beside an empty endpoint behind the same pipeline in the same program: the same
/// credential, limiter and JSON, and nothing of the local host.</summary>
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
        await using var azurite = await Azurite.StartInMemoryAsync();
        var program = await PublishedProgram.PublishAsync();
        // What the runtime compiles a program to differs a little from one start to the next, so one start is one sample.
        var starts = new List<SideBySide>();
        for (var start = 0; start < (table.IsShort ? 1 : 5); start++)
            starts.Add(await MeasureStartAsync(wrk, program, azurite, warmUp: table.IsShort ? 3 : 10));
        double Median(Func<SideBySide, double> figure) => SideBySide.Median(starts.Select(figure));
        table.AtLeast(
            Item, What, $"{Median(s => s.Medians[0]):N0}/s", $"empty endpoint {Median(s => s.Medians[1]):N0}/s",
            Median(s => s.Ratios[0]) * 100, 85, "%");
        File.Delete(wrk.Script);
    }

    private static async Task<SideBySide> MeasureStartAsync(Wrk wrk, PublishedProgram program, Azurite azurite, int warmUp)
    {
        var answer = Path.GetTempFileName();
        string[] settings =
        [
            "--Pseudonyms:Key=a key for a measurement, which guards nobody",
            $"--Storage:ConnectionString={azurite.ConnectionString}", .. SampleRequest.KeySettings, .. SampleRequest.NoLimits,
        ];
        await using var ours = await program.StartAsync(settings);
        var expected = await AnswerAsync(ours);
        await File.WriteAllBytesAsync(answer, expected);
        await using var bare = await program.StartAsync([$"--Answer={answer}", .. settings]);
        File.Delete(answer);
        var given = await AnswerAsync(bare);
        if (!expected.SequenceEqual(given))
            throw new InvalidOperationException("The two do not answer with the same bytes.");

        // Long enough for the compiler to have done all it does.
        await wrk.RequestsPerSecondAsync(ours.Port, warmUp);
        await wrk.RequestsPerSecondAsync(bare.Port, warmUp);
        // Many short turns: a machine's speed may change from one second to the next.
        return await SideBySide.MeasureAsync(
            12, () => wrk.RequestsPerSecondAsync(ours.Port, seconds: 1), () => wrk.RequestsPerSecondAsync(bare.Port, seconds: 1));
    }

    private static async Task<byte[]> AnswerAsync(RunningProgram program)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-functions-key", SampleRequest.Key);
        using var content = new StringContent(SampleRequest.Body, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"http://127.0.0.1:{program.Port}{SampleRequest.Path}"), content);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
    }
}
