using BenchmarkDotNet.Running;
using Friending.Benchmarks;

// table: the whole table, with targets; not zero if one is missed. short: in less than three minutes, for every change.
// Names after either take only those measurements: engine, documents, partitions, peers, http, submit, queue, start,
// worker, memory, tail, batch, growth, year.
// partitions: the load of partitions, simulated. price: what decisions cost, with the telemetry measured.
// tables: the table service of tail and year, which start it themselves.
// Anything else: BenchmarkDotNet's own arguments.
switch (args)
{
    case ["table" or "short", ..]:
        return await WholeTable.RunAsync(args[0] == "short", args[1..], Console.Out);
    case ["partitions"]:
        PartitionLoad.Print(Console.Out);
        return 0;
    case ["price"]:
        DecisionPrice.Print(Console.Out, await TelemetryVolume.MeasureAsync());
        return 0;
    case ["tables"]:
        await TableService.RunAsync();
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(EngineBenchmarks).Assembly).Run(args);
        return 0;
}
