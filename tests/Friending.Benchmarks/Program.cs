using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Friending.Benchmarks.EngineBenchmarks).Assembly).Run(args);
