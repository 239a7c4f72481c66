using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>What is stated becomes facts; what cannot be taken is named, never guessed.</summary>
public sealed class FactBindingTests
{
    private static readonly FactTable Table = new(
    [
        new() { Name = "size", Values = [new() { Value = "small" }, new() { Value = "big" }], Default = "big" },
        new() { Name = "leash", Values = [new() { Value = "no" }, new() { Value = "yes" }],
            Before = new() { First = "leashed", Second = "entered" } },
        new() { Name = "chip", Values = [new() { Value = "yes" }, new() { Value = "no" }], Default = "no",
            Before = new() { First = "chipped", Second = "entered" } },
    ]);

    [Theory]
    [InlineData("", "", "size=big chip=no")]
    [InlineData("size=small leash=yes", "", "size=small leash=yes chip=no")]
    [InlineData("", "leashed=2010 entered=2011", "size=big leash=yes chip=no")]
    [InlineData("", "leashed=2011 entered=2010", "size=big leash=no chip=no")]
    [InlineData("", "leashed=2010 entered=2010-03", "size=big chip=no")]
    [InlineData("", "leashed=2010", "size=big chip=no")]
    [InlineData("", "entered=2010", "size=big chip=no")]
    [InlineData("leash=yes", "leashed=2010 entered=2010-03", "size=big leash=yes chip=no")]
    [InlineData("leash=yes", "leashed=2010 entered=2011", "size=big leash=yes chip=no")]
    [InlineData("", "chipped=2010 entered=2011", "size=big chip=yes")]
    [InlineData("", "chipped=2010 entered=2010", "size=big chip=no")]
    [InlineData("", "leashed=2012 chipped=2010 entered=2011", "size=big leash=no chip=yes")]
    public void Stated_facts_dates_and_defaults_are_taken_in_that_order(string stated, string dates, string facts)
    {
        var bound = Bind(stated, dates, fillDefaults: true);
        Assert.Empty(bound.Problems);
        Assert.Equal(facts, Show(bound.Facts));
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("size=small", "", "size=small")]
    [InlineData("", "leashed=2010 entered=2011", "leash=yes")]
    [InlineData("", "chipped=2011 entered=2010", "chip=no")]
    public void An_interview_leaves_defaults_open_and_still_compares_dates(string stated, string dates, string facts)
    {
        var bound = Bind(stated, dates, fillDefaults: false);
        Assert.Empty(bound.Problems);
        Assert.Equal(facts, Show(bound.Facts));
    }

    [Theory]
    [InlineData("breed=pug", "", "breed: This policy has no such fact.")]
    [InlineData("Size=small", "", "Size: This policy has no such fact.")]
    [InlineData("size=tiny", "", "size: Must be one of small, big.")]
    [InlineData("size=Small", "", "size: Must be one of small, big.")]
    [InlineData("size=", "", "size: Must be one of small, big.")]
    [InlineData("", "born=2010", "born: This policy reads no such date.")]
    [InlineData("", "entered=2010-13", "entered: Must be a date as ISO 8601 writes it: 1985, 2010-03 or 2010-03-14.")]
    [InlineData("leash=no", "leashed=2010 entered=2011",
        "leash: Contradicts the dates: from leashed and entered it follows that it is yes.")]
    [InlineData("leash=yes", "leashed=2011 entered=2010",
        "leash: Contradicts the dates: from leashed and entered it follows that it is no.")]
    [InlineData("chip=no", "chipped=2010 entered=2011", "chip: Contradicts the dates: from chipped and entered it follows that it is yes.")]
    [InlineData("breed=pug cat=yes", "", "breed: This policy has no such fact.|cat: This policy has no such fact.")]
    [InlineData("size=tiny leash=maybe", "", "size: Must be one of small, big.|leash: Must be one of no, yes.")]
    [InlineData("size=tiny", "born=2010", "size: Must be one of small, big.|born: This policy reads no such date.")]
    [InlineData("leash=no chip=no", "leashed=2010 chipped=2010 entered=2011",
        "leash: Contradicts the dates: from leashed and entered it follows that it is yes.|"
            + "chip: Contradicts the dates: from chipped and entered it follows that it is yes.")]
    [InlineData("breed=pug size=tiny", "leashed=x entered=2010",
        "breed: This policy has no such fact.|size: Must be one of small, big.|leashed: Must be a date as ISO 8601 writes it: "
            + "1985, 2010-03 or 2010-03-14.")]
    public void What_cannot_be_taken_is_named_and_nothing_is_guessed(string stated, string dates, string problems) =>
        Assert.Equal(problems, string.Join('|', Bind(stated, dates, fillDefaults: true).Problems.Select(p => $"{p.Name}: {p.Message}")));

    [Fact]
    public void Only_what_could_be_taken_but_for_another_statement_is_a_contradiction() => Assert.Equal(
        [false, false, true],
        Bind("breed=pug leash=no", "born=2010 leashed=2010 entered=2011", fillDefaults: true).Problems.Select(p => p.IsContradiction));

    private static FactBinding Bind(string stated, string dates, bool fillDefaults) =>
        FactBinding.Of(Table, Pairs(stated), Pairs(dates), fillDefaults);

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);

    private static string Show(FactSet facts) => string.Join(' ', Table.Name(facts).Select(f => $"{f.Key}={f.Value}"));
}
