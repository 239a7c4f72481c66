using Friending.LocalHost.Emulators;


namespace Friending.Benchmarks;

/// <summary>From the start of the process to the first answer, beside an empty app; both published alike, on a storage that is there.</summary>
internal static class StartMeasurement
{
    private const string Item = "6";

    internal static async Task MeasureAsync(PerformanceTable table)
    {
        var (ours, bare) = (await PublishedProgram.OursAsync(), await PublishedProgram.BareAsync());
        await using var azurite = await Azurite.StartInMemoryAsync();
        var arguments = EvaluateThroughput.Arguments(azurite);
        // The first start reads the files from disk and creates the tables, as the templates do in Azure. Having the emulator look
        // for them at each start is the emulator's part, which does not count.
        await FirstAnswerAsync(ours, arguments);
        arguments = [.. arguments, "--Storage:CreateMissing=false"];
        await FirstAnswerAsync(bare, []);
        var measured = await SideBySide.MeasureAsync(table.Rounds(21), () => FirstAnswerAsync(ours, arguments), () => FirstAnswerAsync(bare, []));
        table.AtMost(Item, "start to first answer", $"{measured.Medians[0]:0} ms", $"empty app {measured.Medians[1]:0} ms", measured.Ratios[0], 1.5, "×");
    }

    private static async Task<double> FirstAnswerAsync(PublishedProgram program, string[] arguments)
    {
        await using var running = await program.StartAsync(arguments);
        return running.FirstAnswer.TotalMilliseconds;
    }
}
