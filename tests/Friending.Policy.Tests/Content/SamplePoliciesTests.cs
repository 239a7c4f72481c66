using System.Runtime.CompilerServices;
using Friending.Policy.Analysis;
using Friending.Policy.Engine;
using NJsonSchema;
using Xunit;

namespace Friending.Policy.Tests.Content;

/// <summary>The policies of organisations with a reading of their own: what differs from the default is what
/// they say, and nothing else.</summary>
public sealed class SamplePoliciesTests
{
    private static readonly PolicyDecisionPoint Default = DefaultPolicy.Load();

    public static TheoryData<string> All => ["after-care", "mental-health", "year-after-care"];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_has_the_published_shape_and_scenarios_that_pass(string name)
    {
        foreach (var (schema, file) in new[]
            { (DefaultPolicy.PolicySchema, $"{name}.policy.json"), (DefaultPolicy.ScenariosSchema, $"{name}.scenarios.json") })
        {
            var parsed =
                await JsonSchema.FromJsonAsync(System.Text.Encoding.UTF8.GetString(schema.Span), TestContext.Current.CancellationToken);
            Assert.Empty(parsed.Validate(await File.ReadAllTextAsync(PathOf(file), TestContext.Current.CancellationToken)));
        }
        var report = PolicyReport.Of(File.ReadAllBytes(PathOf($"{name}.policy.json")), File.ReadAllBytes(PathOf($"{name}.scenarios.json")));
        Assert.Empty(report.Problems);
        Assert.InRange(report.Scenarios, 8, 100);
    }

    [Theory]
    [InlineData("after-care", "7.8")]
    [InlineData("year-after-care", "7.7a")]
    public void A_reading_of_the_time_after_the_care_changes_nothing_else_and_is_told_in_four_rows(string name, string rule)
    {
        var diff = PolicyDiff.Of(Default, Load(name));
        Assert.True(diff.Rows.Count == 4,
            $"{name}.policy.json differs from the default in {diff.Rows.Count} rows: make the change to that one here, too.");
        Assert.All(diff.Rows, row =>
        {
            Assert.Equal(["former", "former-family"], row.When["patient"].Order());
            Assert.Equal(["yes"], row.When["careRole"]);
            Assert.Equal("decline", row.To.Outcome);
            Assert.Contains(rule, row.To.Rules);
        });
    }

    [Fact]
    public void In_a_mental_health_unit_no_patient_and_no_family_is_ever_permitted_and_what_is_about_colleagues_stays()
    {
        var unit = Load("mental-health");
        foreach (var (facts, named) in DefaultPolicyTests.Combinations(Default))
        {
            var theirs = FactBinding.Of(unit.Facts, named.Where(n => unit.Facts.IndexOf(n.Key) >= 0), [], fillDefaults: true).Facts;
            var outcome = unit.Outcome(unit.Evaluate(theirs).Outcome).Value;
            if (named["patient"] == "no")
                Assert.Equal(Default.Outcome(Default.Evaluate(facts).Outcome).Value, outcome);
            else
                Assert.Contains(outcome, named["direction"] == "existing" ? ["review", "decline"] : (string[])["decline"]);
        }
        Assert.Equal(["patient", "direction"], Asked(unit, ("patient", "current"), ("direction", "accept")));
    }

    // What an interview asks somebody whose facts are these.
    private static List<string> Asked(PolicyDecisionPoint policy, params (string Name, string Value)[] truth)
    {
        var asked = new List<string>();
        for (var facts = new FactSet(); policy.Interview.QuestionsFor(facts) is [var question, ..];)
        {
            asked.Add(policy.Facts[question.Fact].Name);
            facts = facts.With(question.Fact, policy.Facts.IndexOfValue(question.Fact, truth.First(t => t.Name == asked[^1]).Value));
        }
        return asked;
    }

    private static PolicyDecisionPoint Load(string name) => PolicyDecisionPoint.Load(File.ReadAllBytes(PathOf($"{name}.policy.json")));

    private static string PathOf(string file, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../samples/policies", file));
}
