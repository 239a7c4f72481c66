using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Friending.Benchmarks;

/// <summary>From stated facts to the answer, with facts unknown, and loading; beside Microsoft's RulesEngine in the same run.</summary>
internal static class EngineMeasurement
{
    private const string Item = "1";

    internal static void Measure(PerformanceTable table)
    {
        // Short iterations need more of them until the optimised code is there, which a busy machine takes its time to make.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(table.IsShort ? 12 : 5).WithIterationCount(table.IsShort ? 5 : 15)
            .WithIterationTime(TimeInterval.FromMilliseconds(table.IsShort ? 100 : 250));
        var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance).WithOptions(ConfigOptions.DisableOptimizationsValidator)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "friending-benchmarks"));
        var reports = BenchmarkRunner.Run<EngineBenchmarks>(config).Reports;

        var answer = Time(nameof(EngineBenchmarks.Answer));
        table.TimeAtMost(Item, "facts to answer", answer, 100, "ns");
        table.Exactly(Item, "facts to answer, allocated", Bytes(nameof(EngineBenchmarks.Answer)), 0, "B");
        var rules = Time(nameof(EngineBenchmarks.MicrosoftRulesEngine));
        table.AtLeast(Item, "the same 14 rules", $"{answer:0.0} ns", $"RulesEngine {rules:N0} ns", rules / answer, 50, "×");
        var partial = Time(nameof(EngineBenchmarks.AnswerWithThreeFactsUnknown)) / 1000;
        table.TimeAtMost(Item, "three facts unknown", partial, 5, "µs");
        table.Exactly(Item, "three facts unknown, allocated", Bytes(nameof(EngineBenchmarks.AnswerWithThreeFactsUnknown)), 0, "B");
        var asking = Time(nameof(EngineBenchmarks.AnswerAndAskWithThreeFactsUnknown)) / 1000;
        table.TimeAtMost(Item, "three facts unknown, with the questions", asking, 5, "µs");
        var load = Time(nameof(EngineBenchmarks.LoadTheDefaultPolicy)) / 1e6;
        table.TimeAtMost(Item, "load, compile and verify the default policy", load, 20, "ms");

        BenchmarkReport Of(string method) => reports.Single(r => r.BenchmarkCase.Descriptor.WorkloadMethod.Name == method);
        double Time(string method) =>
            Of(method).ResultStatistics?.Median ?? throw new InvalidOperationException($"{method} gave no result.");
        double Bytes(string method) => Of(method).GcStats.GetBytesAllocatedPerOperation(Of(method).BenchmarkCase) ?? double.NaN;
    }
}
