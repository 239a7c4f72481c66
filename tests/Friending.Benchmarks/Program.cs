using BenchmarkDotNet.Running;
using Friending.Benchmarks;

// table: the whole table, with targets; not zero if one is missed. short: in less than three minutes, for every change.
// partitions: the load of partitions, simulated. growth: cost against size, with its plot. Anything else: BenchmarkDotNet's own arguments.
switch (args)
{
    case ["table" or "short", ..]:
        return await WholeTable.RunAsync(args[0] == "short", args[1..], Console.Out);
    case ["partitions"]:
        PartitionLoad.Print(Console.Out);
        return 0;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(EngineBenchmarks).Assembly).Run(args);
        return 0;
}
