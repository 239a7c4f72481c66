using System.Numerics;
using System.Text.Json.Nodes;
using CsCheck;
using Friending.Policy.Analysis;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Policy.Tests.Engine;
using Xunit;

namespace Friending.Policy.Tests.Analysis;

/// <summary>Differences of two documents against trying every combination, on documents made at random.</summary>
public sealed class PolicyDiffTests
{
    [Fact]
    public void A_document_does_not_differ_from_itself() =>
        PolicyPairs.Document.Sample(document =>
        {
            var diff = PolicyDiff.Of(PolicyPairs.Load(document), PolicyPairs.Load(document));
            Assert.True(diff.IsEmpty);
            Assert.Empty(diff.Rows);
            Assert.Equal(0, diff.RowCount);
        }, iter: 1000);

    [Fact]
    public void The_rows_unfolded_are_exactly_the_combinations_that_trying_each_finds_and_no_combination_is_in_two() =>
        PolicyPairs.Pair.Sample(pair =>
        {
            var (from, to) = (PolicyPairs.Load(pair.From), PolicyPairs.Load(pair.To));
            var diff = PolicyDiff.Of(from, to, maxRows: int.MaxValue);
            var combinations = NaiveAnswer.Combinations(from.Document, to.Document).ToList();
            Assert.Equal(combinations.Count, diff.Compared);
            Assert.Equal(diff.Rows.Count, diff.RowCount);

            var seen = new BigInteger[diff.Rows.Count];
            foreach (var facts in combinations)
            {
                var (before, after) = (NaiveAnswer.Of(from.Document, facts), NaiveAnswer.Of(to.Document, facts));
                var rows = diff.Rows.Index().Where(r => NaiveAnswer.Holds(r.Item.When, facts)).ToList();
                if (before == after)
                {
                    Assert.Empty(rows);
                    continue;
                }
                var (at, row) = Assert.Single(rows);
                seen[at]++;
                Assert.Equal((before.Outcome, before.Rules), Told(row.From));
                Assert.Equal((after.Outcome, after.Rules), Told(row.To));
                Assert.Equal(before.Reply != after.Reply, row.ReplyChanged);
            }
            Assert.Equal(seen, diff.Rows.Select(r => r.Combinations));
            Assert.Equal(seen.Aggregate(BigInteger.Zero, BigInteger.Add), diff.Changed);

            static (string Outcome, string Rules) Told(DiffSide side) =>
                (side.Outcome, string.Join(' ', side.Rules.Order(StringComparer.Ordinal)));
        }, iter: 1500);

    [Fact]
    public void Facts_and_values_that_only_one_document_has_are_told() =>
        PolicyPairs.Pair.Sample(pair =>
        {
            var (from, to) = (PolicyPairs.Load(pair.From), PolicyPairs.Load(pair.To));
            var diff = PolicyDiff.Of(from, to);
            foreach (var name in from.Document.Facts.Concat(to.Document.Facts).Select(f => f.Name).Distinct())
            {
                var before = from.Document.Facts.FirstOrDefault(f => f.Name == name);
                var after = to.Document.Facts.FirstOrDefault(f => f.Name == name);
                var (added, removed) = (Values(after).Except(Values(before)).ToList(), Values(before).Except(Values(after)).ToList());
                var change = diff.Facts.SingleOrDefault(f => f.Fact == name);
                if (added.Count + removed.Count == 0 && before!.Default == after!.Default)
                {
                    Assert.Null(change);
                    continue;
                }
                Assert.Equal(before is null ? ChangeKind.Added : after is null ? ChangeKind.Removed : ChangeKind.Changed, change!.Change);
                Assert.Equal(added, change.AddedValues);
                Assert.Equal(removed, change.RemovedValues);
                Assert.Equal((before?.Default, after?.Default), (change.DefaultFrom, change.DefaultTo));
            }

            static IEnumerable<string> Values(FactDefinition? fact) => fact?.Values.Select(v => v.Value) ?? [];
        }, iter: 500);

    [Fact]
    public void The_same_rules_in_guidelines_of_other_names_and_in_another_order_decide_alike()
    {
        var guideline = new SmallGuideline(false, [], [new([], 0)]);
        var before = System.Text.Encoding.UTF8.GetString(new SmallPolicy(1, 0, [new([1, 1], null, [])], [guideline, guideline]).ToJson());
        var after = JsonNode.Parse(before)!;
        after["guidelines"] = new JsonArray([.. after["guidelines"]!.AsArray().Reverse().Select(g => g!.DeepClone())]);
        foreach (var node in after["guidelines"]!.AsArray())
            node!["id"] = $"renamed-{node["id"]}";

        Assert.Equal(0, PolicyDiff.Of(PolicyPairs.Load(before), PolicyPairs.Load(after.ToJsonString())).Changed);
    }

    [Fact]
    public void Of_very_many_rows_only_the_first_are_written_and_all_are_counted()
    {
        // Two guidelines with a rule for each combination of seven facts each: what decides is another pair each time.
        var before = PolicyDecisionPoint.Load(Pairs(outcome: 0).ToJson());
        var diff = PolicyDiff.Of(before, PolicyDecisionPoint.Load(Pairs(outcome: 1).ToJson()), maxRows: int.MaxValue);

        Assert.Equal(1 << 14, diff.Changed);
        Assert.Equal(1 << 14, diff.RowCount);
        Assert.Equal(10_000, diff.Rows.Count);
        Assert.Equal(10_000, diff.Rows.Select(r => string.Join(' ', r.From.Rules)).Distinct().Count());
        Assert.All(diff.Rows, r => Assert.Equal(BigInteger.One, r.Combinations));
        foreach (var row in diff.Rows.Take(100))
        {
            var facts = row.When.ToDictionary(w => w.Key, w => Assert.Single(w.Value));
            Assert.Equal(14, facts.Count);
            Assert.Equal(NaiveAnswer.Of(before.Document, facts).Rules, string.Join(' ', row.From.Rules.Order(StringComparer.Ordinal)));
        }

        static SmallPolicy Pairs(int outcome) => new(
            2, 1, [.. Enumerable.Repeat(new SmallFact([1, 1], null, []), 14)],
            [
                .. new[] { 0, 7 }.Select(first => new SmallGuideline(false, [],
                    [.. Enumerable.Range(0, 128)
                        .Select(bits =>
                            new SmallRule([.. Enumerable.Range(0, 7).Select(f => new Condition(first + f, [bits >> f & 1]))], outcome))])),
            ]);
    }

    [Fact]
    public void Outcomes_that_only_one_document_has_or_that_are_of_another_kind_are_told_also_where_every_answer_is_the_same()
    {
        const string Open = """{ "value": "open", "kind": "permit" }""";
        var diff = Gates(
            $$"""{ "value": "shut", "kind": "deny" }, { "value": "ask", "kind": "review" }, {{Open}}""",
            $$"""{ "value": "shut", "kind": "review" }, { "value": "ring", "kind": "permit" }, {{Open}}""");

        Assert.Equal(0, diff.Changed);
        Assert.False(diff.IsEmpty);
        Assert.Equal(
            [
                new("shut", ChangeKind.Changed, OutcomeKind.Deny, OutcomeKind.Review),
                new("ask", ChangeKind.Removed, OutcomeKind.Review, null),
                new("ring", ChangeKind.Added, null, OutcomeKind.Permit),
            ],
            diff.Outcomes);
    }

    [Fact]
    public void Rows_with_another_outcome_come_first_then_those_with_other_rules_then_those_with_other_words()
    {
        const string Outcomes = """{ "value": "shut", "kind": "deny" }, { "value": "open", "kind": "permit" }""";
        const string Wet = """, "wet": ["a"]""";
        const string Late = """, "late": ["a"]""";
        var diff = Gates(Outcomes, Outcomes,
            from: Rule("1", "words", "", "open") + Rule("2", "rule", Wet, "open") + Rule("3", "outcome", Wet + Late, "open"),
            to: Rule("1", "words", "", "open") + Rule("2a", "rule", Wet, "open") + Rule("3", "outcome", Wet + Late, "shut"),
            otherWords: "Welcome.");

        Assert.Equal(["outcome", "rule", "words"], diff.Rows.Select(r => Assert.Single(r.When["gate"])));
        Assert.Equal([2, 4, 8], diff.Rows.Select(r => (int)r.Combinations));

        static string Rule(string id, string gate, string and, string outcome) =>
            $$"""{ "id": "{{id}}", "when": { "gate": ["{{gate}}"]{{and}} }, "outcome": "{{outcome}}" }, """;
    }

    private static PolicyDiff Gates(
        string outcomes, string otherOutcomes, string from = "", string to = "", string otherWords = "Come in.")
    {
        return PolicyDiff.Of(Load(outcomes, from, "Come in."), Load(otherOutcomes, to, otherWords));

        static PolicyDecisionPoint Load(string outcomes, string rules, string words) => PolicyPairs.Load($$"""
            { "id": "gates", "version": "1.0.0", "languages": ["en"], "outcomes": [{{outcomes}}], "otherwise": "open",
              "facts": [
                { "name": "gate", "values": [{ "value": "words" }, { "value": "rule" }, { "value": "outcome" }, { "value": "none" }] },
                { "name": "wet", "values": [{ "value": "a" }, { "value": "b" }] },
                { "name": "late", "values": [{ "value": "a" }, { "value": "b" }] },
                { "name": "dark", "values": [{ "value": "a" }, { "value": "b" }] }],
              "guidelines": [{ "id": "g", "rules": [{{rules}}{ "id": "rest", "outcome": "open" }] }],
              "replies": [{ "when": { "gate": ["words"] }, "text": { "en": "{{words}}" } }] }
            """);
    }

    [Fact]
    public void A_rule_of_the_default_policy_that_gives_another_outcome_is_told_in_rows_a_person_can_read()
    {
        const string Before = "\"patient\": [\"former\", \"former-family\"] },\n          \"outcome\": \"discourage\"";
        var diff = PolicyDiff.Of(DefaultPolicy.Load(),
            PolicyPairs.Load(Edited(Before, Before.Replace("discourage", "review", StringComparison.Ordinal))));

        Assert.Equal(44, diff.Changed);
        // A reply goes with what was received or is there already, so the words change only there; and where a request to
        // an employee is discouraged by guideline 8 too, that rule decides no more.
        const string Where = "patient former|former-family, careRole yes, direction";
        const string Else = "account personal, predatesCare no, breaksBread no, unusual no, colleague";
        Assert.Equal(
            new[]
            {
                $"{Where} accept|existing, {Else} manages-me|peer|no: discourage 7.8 becomes review 7.8, other reply (24)",
                $"{Where} accept|existing, {Else} reports-to-me, harmsWork no: discourage 7.8 becomes review 7.8, other reply (4)",
                $"{Where} initiate, {Else} manages-me|peer|no: discourage 7.8 becomes review 7.8 (12)",
                $"{Where} initiate, {Else} reports-to-me: discourage 7.8+8.1 becomes review 7.8 (4)",
            },
            diff.Rows.Select(Show).Order());
        Assert.Equal([24, 12, 4, 4], diff.Rows.Select(r => (int)r.Combinations));
    }

    private static string Show(DiffRow row) =>
        $"{string.Join(", ", row.When.Select(w => $"{w.Key} {string.Join('|', w.Value)}"))}: {row.From.Outcome} "
        + $"{string.Join('+', row.From.Rules)} becomes "
        + $"{row.To.Outcome} {string.Join('+', row.To.Rules)}{(row.ReplyChanged ? ", other reply" : "")} ({row.Combinations})";

    private static string Edited(string before, string after)
    {
        var text = System.Text.Encoding.UTF8.GetString(DefaultPolicy.Document.Span);
        Assert.Contains(before, text, StringComparison.Ordinal);
        return text.Replace(before, after, StringComparison.Ordinal);
    }
}
