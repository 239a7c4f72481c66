using BenchmarkDotNet.Attributes;
using Friending.Policy;

namespace Friending.Benchmarks;

/// <summary>What the engine costs: <c>dotnet run -c Release --project tests/Friending.Benchmarks -- --filter '*Engine*'</c>.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private readonly PolicyDecisionPoint _policy = DefaultPolicy.Load();
    private FactSet _complete;
    private FactSet _threeUnknown;

    [GlobalSetup]
    public void State()
    {
        _complete = Facts("patient current, careRole yes, direction accept, predatesCare no, breaksBread no, unusual no, colleague no, harmsWork no");
        _threeUnknown = Facts("patient current, careRole yes, direction accept, colleague no, harmsWork no");
    }

    [Benchmark(Baseline = true)]
    public Evaluation Evaluate() => _policy.Evaluate(_complete);

    [Benchmark]
    public Evaluation EvaluateWithThreeFactsUnknown() => _policy.Evaluate(_threeUnknown);

    [Benchmark]
    public IReadOnlyList<Question> AskWithThreeFactsUnknown() => _policy.Interview.QuestionsFor(_threeUnknown);

    [Benchmark]
    public PolicyDecisionPoint LoadTheDefaultPolicy() => DefaultPolicy.Load();

    private FactSet Facts(string stated)
    {
        var facts = new FactSet();
        foreach (var pair in stated.Split(", ").Select(p => p.Split(' ')))
        {
            var fact = _policy.Facts.IndexOf(pair[0]);
            facts = facts.With(fact, _policy.Facts.IndexOfValue(fact, pair[1]));
        }
        return facts;
    }
}
