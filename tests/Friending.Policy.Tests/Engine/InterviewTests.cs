using System.Numerics;
using CsCheck;
using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>What is asked, and in which order, against trying every completion, on documents made at random.</summary>
public sealed class InterviewTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Asks_exactly_what_can_still_change_the_answer_and_makes_sense(bool remember) =>
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var asked = policy.Load(remember).Interview.QuestionsFor(SmallPolicy.ToFactSet(facts)).Select(q => q.Fact);
            Assert.Equal(NaiveReading.MayAsk(policy, facts), asked.Order());
        }, iter: 2000);

    [Fact]
    public void Expects_as_few_questions_as_any_way_of_asking_needs_and_asks_in_that_order() =>
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var interview = policy.Load().Interview;
            var known = new Dictionary<string, double>();
            Assert.Equal(NaiveReading.Optimum(policy, facts, known), interview.ExpectedQuestions(SmallPolicy.ToFactSet(facts)), 6);
            var questions = interview.QuestionsFor(SmallPolicy.ToFactSet(facts));
            Assert.All(questions, q => Assert.Equal(NaiveReading.AfterAsking(policy, facts, q.Fact, known), q.ExpectedQuestions, 6));
            Assert.Equal(questions.OrderBy(q => Math.Round(q.ExpectedQuestions, 7)).ThenBy(q => q.Fact), questions);
        }, iter: 300);

    [Fact]
    public void Looks_one_question_ahead_where_there_are_too_many_states_to_remember() =>
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var interview = policy.Load(remember: false).Interview;
            var questions = interview.QuestionsFor(SmallPolicy.ToFactSet(facts));
            foreach (var question in questions)
            {
                var weights = policy.Facts[question.Fact].Weights;
                var left = weights.Select((w, v) =>
                    w / weights.Sum() * (NaiveReading.Possible(policy, NaiveReading.With(facts, question.Fact, v)).Count - 1));
                Assert.Equal(1 + left.Sum(), question.ExpectedQuestions, 6);
            }
            Assert.Equal(questions.OrderBy(q => Math.Round(q.ExpectedQuestions, 7)).ThenBy(q => q.Fact), questions);
            Assert.Equal(questions.Select(q => q.ExpectedQuestions).FirstOrDefault(),
                interview.ExpectedQuestions(SmallPolicy.ToFactSet(facts)));
        }, iter: 500);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Asking_the_first_question_again_and_again_settles_the_answer(bool remember) =>
        SmallPolicy.Valid.Sample(policy =>
        {
            var engine = policy.Load(remember);
            var expected = 0.0;
            foreach (var truth in NaiveReading.Completions(policy, policy.Nothing))
            {
                var facts = new FactSet();
                var asked = 0;
                while (engine.Interview.QuestionsFor(facts) is [var first, ..])
                {
                    Assert.False(facts.Knows(first.Fact));
                    facts = facts.With(first.Fact, truth[first.Fact]);
                    asked++;
                }
                var evaluation = engine.Evaluate(facts);
                Assert.True(evaluation.IsSettled);
                Assert.Equal(NaiveReading.Outcome(policy, truth), evaluation.Outcome);
                expected += asked * truth.Select((v, f) => policy.Facts[f].Weights[v] / policy.Facts[f].Weights.Sum())
                    .Aggregate(1.0, (a, b) => a * b);
            }
            if (remember)
                Assert.Equal(engine.Interview.ExpectedQuestions(new FactSet()), expected, 6);
        }, iter: 500);

    [Fact]
    public void An_answer_given_in_any_order_asks_nothing_once_one_outcome_is_left() =>
        SmallPolicy.WithSomeFacts.Sample((policy, facts) =>
        {
            var engine = policy.Load();
            var set = SmallPolicy.ToFactSet(facts);
            Assert.Equal(BitOperations.PopCount(engine.Evaluate(set).PossibleOutcomes) == 1, engine.Interview.QuestionsFor(set).Count == 0);
        }, iter: 1000);

    // Only f0 changes the outcome. It waits for f1 and f3, f1 waits for f2.
    [Theory]
    [InlineData(new[] { -1, -1, -1, -1 }, new[] { 2, 3 })] // what f1 waits for, and f3
    [InlineData(new[] { -1, -1, 1, -1 }, new[] { 1, 3 })]
    [InlineData(new[] { -1, -1, 1, 1 }, new[] { 1 })]
    [InlineData(new[] { -1, 1, -1, -1 }, new[] { 3 })]
    [InlineData(new[] { -1, 1, 0, 1 }, new[] { 0 })]
    [InlineData(new[] { -1, -1, 0, -1 }, new[] { 3 })] // f1 can no longer be asked, f3 can
    [InlineData(new[] { -1, 0, -1, -1 }, new[] { 0 })] // f0 can never be asked in turn, so nothing is asked for its sake
    [InlineData(new[] { -1, -1, 0, 1 }, new[] { 0 })]
    [InlineData(new[] { 0, -1, -1, -1 }, new int[0])]
    public void Asks_first_what_the_question_that_matters_waits_for(int[] facts, int[] asked)
    {
        var policy = new SmallPolicy(
            2, 1,
            [
                new([1, 1], null, [new(1, [1]), new(3, [1])]), new([1, 1], null, [new(2, [1])]), new([1, 1], null, []),
                new([1, 1], null, []),
            ],
            [new(false, [], [new([new(0, [1])], 0), new([], 1)])]);
        foreach (var remember in new[] { true, false })
            Assert.Equal(asked, policy.Load(remember).Interview.QuestionsFor(SmallPolicy.ToFactSet(facts)).Select(q => q.Fact).Order());
    }

    [Fact]
    public void Questions_that_are_equally_good_but_for_rounding_come_in_the_order_of_the_facts()
    {
        var policy = new SmallPolicy(
            2, 1,
            [new([0.3, 0.4, 0.2, 0.1], null, []), new([0.1, 0.4, 0.2, 0.3], null, [])],
            [new(false, [], [new([new(0, [1]), new(1, [1])], 0), new([], 1)])]);
        var questions = policy.Load().Interview.QuestionsFor(new FactSet());
        Assert.Equal([0, 1], questions.Select(q => q.Fact));
        Assert.InRange(questions[0].ExpectedQuestions - questions[1].ExpectedQuestions, double.Epsilon, 1e-12);
    }
}
