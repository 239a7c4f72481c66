using System.Text;
using Xunit;
using static Friending.Policy.Tests.Engine.SmallDocument;

namespace Friending.Policy.Tests.Engine;

/// <summary>A document is refused where its scenarios come out otherwise than they expect.</summary>
public sealed class ScenarioRefusalTests
{
    [Theory]
    [InlineData("{ 'policy': 'dogs', 'scenarios': [{ 'name': 'a' }] }", PolicyProblemKind.Malformed,
        "The scenario file cannot be read at $.scenarios[0] (line 1): what is missing: 'expect'.")]
    [InlineData("{ 'policy': 'dogs', 'scenarios': [{ 'name': 'a', 'facts': { 'size': null }, 'expect': {} }] }",
        PolicyProblemKind.Malformed,
        "The scenario file cannot be read at $.scenarios[0].facts.size: null has no meaning here; leave it out.")]
    [InlineData("{ 'policy': 'cats', 'scenarios': [] }", PolicyProblemKind.Scenario,
        "The scenarios are for policy 'cats', not for 'dogs'.")]
    [InlineData("{ 'policy': 'dogs', 'scenarios': [{ 'name': 'a', 'expect': { 'outcome': 'yes' } }, { 'name': 'a', 'expect': "
        + "{ 'outcome': 'yes' } }] }", PolicyProblemKind.Scenario, "Scenario 'a' occurs 2 times in the file.")]
    [InlineData("'expect': {}", PolicyProblemKind.Scenario, "Scenario 'a' expects nothing, so it cannot fail.")]
    [InlineData("'facts': { 'breed': 'small' }, 'expect': { 'outcome': 'yes' }", PolicyProblemKind.Scenario,
        "Scenario 'a': 'breed': This policy has no such fact.")]
    [InlineData("'facts': { 'size': 'tiny' }, 'expect': { 'outcome': 'yes' }", PolicyProblemKind.Scenario,
        "Scenario 'a': 'size': Must be one of small, big.")]
    [InlineData("'dates': { 'leashed': 'May' }, 'expect': { 'outcome': 'yes' }", PolicyProblemKind.Scenario,
        "Scenario 'a': 'leashed': Must be a date as ISO 8601 writes it: 1985, 2010-03 or 2010-03-14.")]
    [InlineData("'facts': { 'leash': 'yes' }, 'dates': { 'leashed': '2011', 'entered': '2010' }, 'expect': { 'outcome': 'yes' }",
        PolicyProblemKind.Scenario, "Scenario 'a': 'leash': Contradicts the dates: from leashed and entered it follows that it is no.")]
    [InlineData("'expect': { 'outcome': 'no' }", PolicyProblemKind.Scenario, "Scenario 'a': outcome: expected no, found yes.")]
    [InlineData("'interview': true, 'expect': { 'outcome': 'no' }", PolicyProblemKind.Scenario,
        "Scenario 'a': outcome: expected no, found no or yes.")]
    [InlineData("'expect': { 'rules': ['1', '2'] }", PolicyProblemKind.Scenario, "Scenario 'a': rules: expected 1, 2, found 2.")]
    [InlineData("'interview': true, 'expect': { 'rules': ['1'] }", PolicyProblemKind.Scenario,
        "Scenario 'a': rules: expected 1, found none.")]
    [InlineData("'expect': { 'advice': ['buy'] }", PolicyProblemKind.Scenario, "Scenario 'a': the advice buy is missing.")]
    [InlineData("'expect': { 'reply': true }", PolicyProblemKind.Scenario, "Scenario 'a': there is no reply, though one is expected.")]
    [InlineData("'facts': { 'size': 'big', 'leash': 'no' }, 'expect': { 'reply': false }", PolicyProblemKind.Scenario,
        "Scenario 'a': there is a reply, though none is expected.")]
    [InlineData("'facts': { 'size': 'big', 'leash': 'no' }, 'expect': { 'summarySays': ['No.', 'Yes.'] }", PolicyProblemKind.Scenario,
        "Scenario 'a': the summary does not say 'Yes.'.")]
    [InlineData("'facts': { 'size': 'big', 'leash': 'no' }, 'expect': { 'adviceSays': ['Compre', 'Sell'] }", PolicyProblemKind.Scenario,
        "Scenario 'a': no advice says 'Sell'.")]
    [InlineData("'facts': { 'size': 'big', 'leash': 'no' }, 'expect': { 'replySays': ['Perdón', 'Sorry!'] }", PolicyProblemKind.Scenario,
        "Scenario 'a': the reply does not say 'Sorry!'.")]
    [InlineData("'expect': { 'replySays': ['Sorry'] }", PolicyProblemKind.Scenario, "Scenario 'a': the reply does not say 'Sorry'.")]
    [InlineData("'interview': true, 'expect': { 'possible': ['yes', 'no'] }", PolicyProblemKind.Scenario,
        "Scenario 'a': possible outcomes: expected yes, no, found no, yes.")]
    [InlineData("'interview': true, 'expect': { 'asksFirst': 'leash' }", PolicyProblemKind.Scenario,
        "Scenario 'a': first question: expected leash, found size.")]
    [InlineData("'expect': { 'asksFirst': 'leash' }", PolicyProblemKind.Scenario,
        "Scenario 'a': first question: expected leash, found none.")]
    [InlineData("'interview': true, 'expect': { 'asks': ['size', 'leash'] }", PolicyProblemKind.Scenario,
        "Scenario 'a': questions: expected size, leash, found size.")]
    [InlineData("'expect': { 'fact': { 'leash': 'yes' } }", PolicyProblemKind.Scenario,
        "Scenario 'a': fact leash: expected yes, found unknown.")]
    [InlineData("'expect': { 'fact': { 'size': null } }", PolicyProblemKind.Scenario,
        "Scenario 'a': fact size: expected unknown, found small.")]
    [InlineData("'expect': { 'fact': { 'breed': null } }", PolicyProblemKind.Scenario,
        "Scenario 'a': it expects something of 'breed', which is not a fact of this policy.")]
    public void A_document_whose_scenarios_fail_is_refused_with_what_came_out_instead(string scenario, PolicyProblemKind kind,
        string message)
    {
        if (scenario[0] != '{')
            scenario = $"{{ 'policy': 'dogs', 'scenarios': [{{ 'name': 'a', {scenario} }}] }}";
        var report = PolicyReport.Of(Encoding.UTF8.GetBytes(Good), Encoding.UTF8.GetBytes(scenario.Replace('\'', '"')));
        var problem = Assert.Single(report.Problems);
        Assert.Equal(message, problem.Message);
        Assert.Equal(kind, problem.Kind);
        Assert.Null(report.DecisionPoint);
    }

    [Fact]
    public void A_document_whose_scenarios_come_out_as_expected_is_taken()
    {
        const string Scenarios = """
            { "policy": "dogs", "scenarios": [
              { "name": "default", "expect": { "outcome": "yes", "rules": ["2"], "reply": false, "possible": ["yes"], "asks": [], "fact": { "size": "small", "leash": null } } },
              { "name": "open", "interview": true, "expect": { "possible": ["no", "yes"], "asksFirst": "size", "asks": ["size"], "rules": [] } },
              { "name": "dates", "facts": { "size": "big" }, "dates": { "leashed": "2011", "entered": "2010" },
                "expect": { "outcome": "no", "rules": ["1"], "advice": ["buy"], "reply": true, "fact": { "leash": "no" } } } ] }
            """;
        var report = PolicyReport.Of(Encoding.UTF8.GetBytes(Good), Encoding.UTF8.GetBytes(Scenarios));
        Assert.Empty(report.Problems);
        Assert.Equal(3, report.Scenarios);
    }
}
