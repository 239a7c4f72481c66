using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Content;

/// <summary>How much the default policy asks, and what first.</summary>
public sealed class DefaultInterviewTests(ITestOutputHelper output)
{
    private static readonly PolicyDecisionPoint Policy = DefaultPolicy.Load();

    [Fact]
    public void Asking_the_best_question_next_takes_3_89_questions_where_the_fixed_order_takes_6_98()
    {
        var policy = WithEqualWeights();
        int combinations = 0, best = 0, inOrder = 0;
        foreach (var (truth, _) in DefaultPolicyTests.Combinations(policy))
        {
            combinations++;
            var facts = new FactSet();
            for (; policy.Interview.QuestionsFor(facts) is [var question, ..]; best++)
                facts = facts.With(question.Fact, truth[question.Fact]);
            Assert.Equal(policy.Evaluate(truth).Outcome, policy.Evaluate(facts).Outcome);

            facts = new FactSet();
            for (var fact = 0; !policy.Evaluate(facts).IsSettled; fact++)
            {
                if (!MakesSense(policy, fact, facts))
                    continue;
                facts = facts.With(fact, truth[fact]);
                inOrder++;
            }
        }
        var (asked, fixedOrder) = ((double)best / combinations, (double)inOrder / combinations);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Questions on average over {combinations:N0} combinations: best next {asked:F4}, in the order of the facts {fixedOrder:F4}."));
        Assert.InRange(asked, 3.886 - 0.005, 3.90);
        Assert.InRange(fixedOrder, 6.978 - 0.005, 6.978 + 0.005);
        Assert.Equal(asked, policy.Interview.ExpectedQuestions(new FactSet()), 9);
    }

    [Theory]
    [InlineData("", "patient")]
    [InlineData("patient=current careRole=yes direction=accept colleague=no", "predatesCare breaksBread account unusual")]
    [InlineData("patient=current careRole=yes direction=accept colleague=no unusual=no", "predatesCare breaksBread account")]
    // whatever the account is, a person decides
    [InlineData("patient=current careRole=yes direction=accept colleague=no breaksBread=no unusual=yes", "predatesCare")]
    [InlineData("patient=no direction=accept", "colleague")]
    [InlineData("patient=no colleague=no", "")]
    public void One_screen_asks_for_what_belongs_together_and_can_still_change_the_answer(string known, string asked)
    {
        var screen = Policy.Interview.ScreenFor(Facts(known)).Select(q => Policy.Facts[q.Fact].Name);
        Assert.Equal(asked.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), screen.Order());
    }

    [Theory]
    [InlineData("", "decline review discourage permit", "patient colleague direction")]
    [InlineData("patient=current careRole=yes", "decline review discourage permit", "predatesCare")]
    [InlineData("patient=current careRole=yes direction=accept unusual=no colleague=no", "decline permit", "predatesCare")]
    [InlineData("patient=no colleague=no", "permit", "")]
    [InlineData("patient=no", "decline discourage permit", "colleague direction")]
    [InlineData("patient=no colleague=reports-to-me direction=accept", "decline permit", "harmsWork")]
    [InlineData("patient=no colleague=reports-to-me direction=initiate", "discourage", "")]
    [InlineData("patient=no colleague=peer", "permit", "")]
    [InlineData("colleague=reports-to-me direction=accept harmsWork=yes", "decline", "")]
    public void What_is_known_leaves_these_outcomes_and_this_is_asked_first(string known, string possible, string first)
    {
        var facts = Facts(known);
        Assert.Equal(possible.Split(' '), Policy.Outcomes(Policy.Evaluate(facts).PossibleOutcomes).Select(o => o.Value));
        Assert.StartsWith(first, string.Join(' ', Policy.Interview.QuestionsFor(facts).Select(q => Policy.Facts[q.Fact].Name)),
            StringComparison.Ordinal);
        if (first.Length == 0)
            Assert.Empty(Policy.Interview.QuestionsFor(facts));
    }

    [Theory]
    [InlineData("patient=current careRole=yes direction=accept breaksBread=no unusual=no colleague=no harmsWork=no", "predatesCare")]
    [InlineData("patient=current careRole=yes direction=accept unusual=no colleague=no harmsWork=no", "predatesCare breaksBread")]
    public void Dates_that_leave_the_order_open_leave_the_question_open(string known, string asked)
    {
        var stated = known.Split(' ').Select(f => f.Split('=')).ToDictionary(f => f[0], f => f[1]);
        var dates = new Dictionary<string, string> { ["friendsSince"] = "2010", ["careSince"] = "2010-03" };
        var bound = FactBinding.Of(Policy.Facts, stated, dates, fillDefaults: true);
        Assert.Empty(bound.Problems);
        Assert.False(Policy.Evaluate(bound.Facts).IsSettled);
        Assert.Equal(asked.Split(' '), Policy.Interview.QuestionsFor(bound.Facts).Select(q => Policy.Facts[q.Fact].Name));
    }

    private static FactSet Facts(string known)
    {
        var stated = known.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => f.Split('=')).ToDictionary(f => f[0], f => f[1]);
        var bound = FactBinding.Of(Policy.Facts, stated, [], fillDefaults: false);
        Assert.Empty(bound.Problems);
        return bound.Facts;
    }

    private static bool MakesSense(PolicyDecisionPoint policy, int fact, FactSet facts)
    {
        var named = policy.Facts.Name(facts);
        return policy.Facts[fact].AskWhen?.All(c => named.TryGetValue(c.Key, out var value) && c.Value.Contains(value)) ?? true;
    }

    private static PolicyDecisionPoint WithEqualWeights()
    {
        var document = JsonNode.Parse(DefaultPolicy.Document.Span)!;
        foreach (var fact in document["facts"]!.AsArray())
            foreach (var value in fact!["values"]!.AsArray())
                value!.AsObject().Remove("weight");
        return PolicyDecisionPoint.Load(Encoding.UTF8.GetBytes(document.ToJsonString()));
    }
}
