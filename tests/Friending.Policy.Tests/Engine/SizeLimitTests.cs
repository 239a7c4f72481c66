using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>How many rules and cells a document may have, to the last one; other sizes are in <see cref="RefusalTests"/>.</summary>
public sealed class SizeLimitTests
{
    [Fact]
    public void As_many_rules_as_are_taken_all_answer()
    {
        // Two facts of 64 values: a rule a combination.
        var policy = new SmallPolicy(
            2, 0, [SmallFact.Of(64), SmallFact.Of(64)],
            [new(false, [], [.. Enumerable.Range(0, 4096).Select(i => new SmallRule([new(0, [i / 64]), new(1, [i % 64])], i % 2))])]);
        var engine = policy.Load();
        for (var i = 0; i < 4096; i++)
            Assert.Equal(i, engine.Evaluate(SmallPolicy.ToFactSet([i / 64, i % 64])).RuleOf(0));
    }

    [Theory]
    [InlineData(22, 1,
        "The guidelines need 4,194,304 cells together; at most 4,000,000 are allowed. "
        + "Split a guideline, or give its facts fewer values.")]
    [InlineData(20, 4,
        "The guidelines need 4,194,304 cells together; at most 4,000,000 are allowed. "
        + "Split a guideline, or give its facts fewer values.")]
    [InlineData(32, 1,
        "The guidelines need 4,294,967,296 cells together; at most 4,000,000 are allowed. "
        + "Split a guideline, or give its facts fewer values.")]
    [InlineData(32, 3,
        "The guidelines need more than 9 quintillion cells together; at most 4,000,000 are allowed. "
        + "Split a guideline, or give its facts fewer values.", 200)]
    [InlineData(32, 1,
        "The guidelines need 1,853,020,188,851,841 cells together; at most 4,000,000 are allowed. "
        + "Split a guideline, or give its facts fewer values.", 3)]
    public void A_document_of_too_many_cells_is_refused_with_their_number(int facts, int guidelines, string message, int size = 2)
    {
        var rule = new SmallRule([.. Enumerable.Range(0, facts).Select(f => new Condition(f, [0]))], 0);
        var policy = new SmallPolicy(
            1, 0, [.. Enumerable.Repeat(SmallFact.Of(size), facts)],
            [.. Enumerable.Repeat(new SmallGuideline(false, [], [rule, new([], 0)]), guidelines)]);
        var report = PolicyReport.Of(policy.ToJson());
        var problem = Assert.Single(report.Problems);
        Assert.Equal((PolicyProblemKind.Size, message), (problem.Kind, problem.Message));
        Assert.Equal(problem.Count, report.Cells);
        Assert.True(problem.Count > 4_000_000);
    }

    [Fact]
    public void A_document_of_exactly_as_many_cells_as_are_taken_is_taken()
    {
        var rule = new SmallRule([new(0, [0]), new(1, [0]), new(2, [0])], 0);
        var policy = new SmallPolicy(1, 0, [SmallFact.Of(200), SmallFact.Of(200), SmallFact.Of(100)], [new(false, [], [rule, new([], 0)])]);
        Assert.Equal(4_000_000, policy.Load().CellCount);
    }
}
