using BenchmarkDotNet.Attributes;
using Friending.Policy;
using Friending.Policy.Engine;

namespace Friending.Benchmarks;

/// <summary>What the engine costs: <c>dotnet run -c Release --project tests/Friending.Benchmarks -- --filter '*Engine*'</c>.</summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private readonly PolicyDecisionPoint _policy = DefaultPolicy.Load();
    private readonly MicrosoftRules _rules = new();
    private FactSet _complete;
    private FactSet _threeUnknown;
    private MicrosoftRules.Facts? _same;

    [GlobalSetup]
    public void State()
    {
        _complete = Facts(
            "patient current, careRole yes, direction accept, account personal, predatesCare no, breaksBread no, unusual no, "
                + "colleague no, harmsWork no");
        _threeUnknown = Facts("patient current, careRole yes, direction accept, account personal, colleague no, harmsWork no");
        _same = MicrosoftRules.Facts.Of(_policy, _complete);
        MicrosoftRules.EnsureSameOutcomes(_rules, _policy);
    }

    /// <summary>Stating the facts, the outcome, each guideline's rule and the facts that decided.</summary>
    [Benchmark(Baseline = true)]
    public int Answer()
    {
        var stated = new FactSet();
        for (var fact = 0; fact < 9; fact++)
            stated.Set(fact, _complete[fact]);
        var evaluation = _policy.Evaluate(stated);
        var deciding = Explanation.DecidingFactSet(_policy, stated);
        return evaluation.Outcome + evaluation.RuleOf(0) + evaluation.RuleOf(1) + deciding[0];
    }

    [Benchmark]
    public Evaluation AnswerWithThreeFactsUnknown() => _policy.Evaluate(_threeUnknown);

    /// <summary>With the questions that are still open, best first.</summary>
    [Benchmark]
    public int AnswerAndAskWithThreeFactsUnknown() =>
        _policy.Evaluate(_threeUnknown).Outcome + _policy.Interview.QuestionsFor(_threeUnknown).Count;

    [Benchmark]
    public PolicyDecisionPoint LoadTheDefaultPolicy() => DefaultPolicy.Load();

    /// <summary>The same fourteen rules in Microsoft's RulesEngine.</summary>
    [Benchmark]
    public Task<string> MicrosoftRulesEngine() => _rules.OutcomeAsync(_same!);

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
