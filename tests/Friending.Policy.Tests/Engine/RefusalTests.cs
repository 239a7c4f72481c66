using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Xunit;

namespace Friending.Policy.Tests.Engine;

/// <summary>What is wrong with a document is said in one sentence that names the place, and shows an example where there is one.</summary>
public sealed class RefusalTests
{
    private const string Good = """
        { "id": "dogs", "version": "1.0.0", "languages": ["en", "es"],
          "title": { "en": "Dogs", "es": "Perros" },
          "outcomes": [{ "value": "no", "kind": "deny", "label": { "en": "No", "es": "No" } }, { "value": "yes", "kind": "permit" }],
          "otherwise": "yes",
          "facts": [
            { "name": "size", "values": [{ "value": "small" }, { "value": "big", "weight": 2 }], "default": "small" },
            { "name": "leash", "values": [{ "value": "yes" }, { "value": "no", "label": { "en": "No", "es": "No" } }],
              "label": { "en": "Leash", "es": "Correa" }, "question": { "en": "On a leash?", "es": "¿Con correa?" },
              "askWhen": { "size": ["big"] }, "before": { "first": "leashed", "second": "entered" },
              "authzen": [{ "path": "/context/leash", "values": { "true": "yes" } }], "help": { "en": "H", "es": "H" } } ],
          "groups": [{ "name": "signs", "label": { "en": "Seen?", "es": "¿Visto?" }, "none": { "en": "None", "es": "Nada" }, "facts": [{ "fact": "size", "statement": { "en": "It is big", "es": "Es grande" }, "unticked": "small" }] }],
          "guidelines": [
            { "id": "park", "title": { "en": "Park", "es": "Parque" }, "summary": { "en": "S", "es": "S" }, "hitPolicy": "first",
              "exceptions": [{ "en": "E", "es": "E" }], "alternatives": [{ "en": "A", "es": "A" }], "shareMessages": [{ "en": "M", "es": "M" }],
              "appliesWhen": { "size": ["small", "big"] },
              "rules": [
                { "id": "1", "when": { "size": ["big"], "leash": ["no"] }, "outcome": "no", "reason": { "en": "R", "es": "R" }, "advice": ["buy"] },
                { "id": "2", "when": { "size": ["small"] }, "outcome": "yes" },
                { "id": "3", "when": { "leash": ["yes"] }, "outcome": "yes" } ] } ],
          "advice": [{ "code": "buy", "text": { "en": "Buy one.", "es": "Compre una." } }],
          "summaries": [{ "outcomes": ["no"], "text": { "en": "No.", "es": "No." } }],
          "replies": [{ "outcomes": ["no"], "guideline": "park", "when": { "size": ["big"] }, "text": { "en": "Sorry.", "es": "Perdón." } }] }
        """;

    [Fact]
    public void The_document_that_the_others_are_broken_from_is_valid()
    {
        var report = PolicyReport.Of(Encoding.UTF8.GetBytes(Good));
        Assert.Empty(report.Problems);
        Assert.True(report.IsValid);
        Assert.NotNull(report.DecisionPoint);
        Assert.Equal(4, report.Cells);
        Assert.Equal(new("dogs", "1.0.0", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Good)))), report.Policy);
    }

    [Fact]
    public void Members_left_out_take_their_defaults_and_a_byte_order_mark_is_no_matter()
    {
        const string Least = """
            { "id": "p", "version": "1.0.0", "languages": ["en"], "outcomes": [{ "value": "yes", "kind": "permit" }], "otherwise": "yes",
              "facts": [{ "name": "a", "values": [{ "value": "x" }, { "value": "y", "weight": 3 }] }], "guidelines": [{ "id": "g", "rules": [{ "id": "1", "outcome": "yes" }] }] }
            """;
        var policy = PolicyReport.Of(Encoding.UTF8.GetBytes("\uFEFF" + Least)).DecisionPoint!;
        var document = policy.Document;
        Assert.Equal(1 / 4.0, policy.Facts.ProbabilityOf(0, 0));
        Assert.Equal(HitPolicy.First, document.Guidelines[0].HitPolicy);
        Assert.Empty(document.Groups);
        Assert.False(document.Guidelines[0].Rules[0].OwnReading);
        Assert.Empty(document.Advice);
        Assert.Empty(document.Summaries);
        Assert.Empty(document.Replies);
        Assert.Empty(document.Guidelines[0].Exceptions);
        Assert.Empty(document.Guidelines[0].Alternatives);
        Assert.Empty(document.Guidelines[0].ShareMessages);
        Assert.Empty(document.Guidelines[0].Rules[0].Advice);
    }

    [Theory]
    [InlineData("{ 'id': 'dogs',", "{ 'id': 'dogs'",
        "The policy document cannot be read at $ (line 1): '\"' is invalid after a value. Expected either ',', '}', or ']'.")]
    [InlineData("{ 'id': 'park',", "{ id: 'park',",
        "The policy document cannot be read at $.guidelines[0] (line 13): 'i' is an invalid start of a property name. Expected a '\"'.")]
    [InlineData("{ 'leash': ['yes'] }, 'outcome': 'yes' } ] } ],", "{ 'leash': ['yes'] }, 'outcome': 'yes' }, ] } ],",
        "The policy document cannot be read at $.guidelines[0].rules[3] (line 19): there is a comma with nothing after it.")]
    [InlineData("'text': { 'en': 'Sorry.', 'es': 'Perdón.' } }] }", "'text': { 'en': 'Sorry.', 'es': 'Perdón.' } }]",
        "The policy document cannot be read at $ (line 22): the text ends before every object and array is closed.")]
    [InlineData(Good, "", "The policy document cannot be read at $ (line 1): there is nothing in it.")]
    [InlineData(Good, "[]", "The policy document cannot be read at $ (line 1): this is not the kind of value that belongs here.")]
    [InlineData(Good, "null", "The policy document cannot be read at $: null has no meaning here; leave it out.")]
    [InlineData(" 'version': '1.0.0',", "", "The policy document cannot be read at $ (line 22): what is missing: 'version'.")]
    [InlineData("'2', 'when': { 'size': ['small'] }, 'outcome': 'yes'", "'2'",
        "The policy document cannot be read at $.guidelines[0].rules[1] (line 18): what is missing: 'outcome'.")]
    [InlineData("'when': { 'size': ['small'] }", "'wehn': { 'size': ['small'] }",
        "The policy document cannot be read at $.guidelines[0].rules[1].wehn (line 18): there is no such member in this format.")]
    [InlineData("'default': 'small'", "'Default': 'small'",
        "The policy document cannot be read at $.facts[0].Default (line 6): there is no such member in this format.")]
    [InlineData("'id': '2',", "'id': '2', 'id': '2',",
        "The policy document cannot be read at $.guidelines[0].rules[1].id (line 18): this member stands here twice.")]
    [InlineData("'when': { 'size': ['small'] }", "'when': { 'size': ['small'], 'size': ['big'] }",
        "The policy document cannot be read at $.guidelines[0].rules[1].when.size (line 18): this member stands here twice.")]
    [InlineData("{ 'en': 'Buy one.',", "{ 'en': 'Buy one.', 'EN': 'Buy.',",
        "The policy document cannot be read at $.advice[0].text (line 20): the text for 'EN' is given twice.")]
    [InlineData("{ 'en': 'Buy one.',", "{ 'en': ' ',",
        "The policy document cannot be read at $.advice[0].text (line 20): the text for 'en' is empty.")]
    [InlineData("{ 'en': 'Buy one.',", "{ 'en': 1,",
        "The policy document cannot be read at $.advice[0].text (line 20): the text for 'en' is not a string.")]
    [InlineData("{ 'en': 'Buy one.', 'es': 'Compre una.' }", "\"Buy one.\"",
        "The policy document cannot be read at $.advice[0].text (line 20): a text is an object of language and text.")]
    [InlineData("'title': { 'en': 'Dogs', 'es': 'Perros' }", "'title': null",
        "The policy document cannot be read at $.title: null has no meaning here; leave it out.")]
    [InlineData("'id': 'dogs'", "'id': null",
        "The policy document cannot be read at $.id (line 1): null has no meaning here; leave it out.")]
    [InlineData("'advice': ['buy'] ", "'advice': [null]",
        "The policy document cannot be read at $.guidelines[0].rules[0].advice[0]: null has no meaning here; leave it out.")]
    [InlineData("'when': { 'size': ['small'] }", "'when': { 'size': null }",
        "The policy document cannot be read at $.guidelines[0].rules[1].when.size: null has no meaning here; leave it out.")]
    [InlineData("[{ 'value': 'small' },", "[null, { 'value': 'small' },",
        "The policy document cannot be read at $.facts[0].values[0]: null has no meaning here; leave it out.")]
    [InlineData("'kind': 'deny'", "'kind': 'denied'",
        "The policy document cannot be read at $.outcomes[0].kind (line 3): this is not the kind of value that belongs here.")]
    [InlineData("'kind': 'deny'", "'kind': 0 ",
        "The policy document cannot be read at $.outcomes[0].kind (line 3): this is not the kind of value that belongs here.")]
    [InlineData("'weight': 2", "'weight': 'often'",
        "The policy document cannot be read at $.facts[0].values[1].weight (line 6): this is not the kind of value that belongs here.")]
    public void What_cannot_be_read_is_refused_with_path_and_line(string from, string to, string message) =>
        Refuses(PolicyProblemKind.Malformed, from, to, message);

    [Theory]
    [InlineData("'fact': 'size'", "'fact': 'collar'", "Group 'signs': there is no fact 'collar'.")]
    [InlineData("'unticked': 'small'", "'unticked': 'never'", "Group 'signs', fact 'size': 'never' is not one of its values.")]
    [InlineData("'facts': [{ 'fact': 'size', 'statement': { 'en': 'It is big', 'es': 'Es grande' }, 'unticked': 'small' }] }]",
        "'facts': [] }]", "Group 'signs' has no facts.")]
    [InlineData("'unticked': 'small' }] }]",
        "'unticked': 'small' }] }, { 'name': 'signs', 'label': { 'en': 'L', 'es': 'L' }, 'none': { 'en': 'N', 'es': 'N' }, 'facts': [{ "
            + "'fact': 'leash', 'statement': { 'en': 'S', 'es': 'S' }, 'unticked': 'no' }] }]", "Group 'signs' is defined 2 times.")]
    [InlineData("'unticked': 'small' }] }]",
        "'unticked': 'small' }, { 'fact': 'size', 'statement': { 'en': 'S', 'es': 'S' }, 'unticked': 'big' }] }]",
        "Fact in groups 'size' is defined 2 times.")]
    [InlineData("'text': { 'en': 'Buy one.'", "'given': { 'outcomes': ['never'] }, 'text': { 'en': 'Buy one.'",
        "Advice 'buy', given: 'never' is not one of the outcomes.")]
    [InlineData("'text': { 'en': 'Buy one.'", "'given': { 'guideline': 'street' }, 'text': { 'en': 'Buy one.'",
        "Advice 'buy', given: there is no guideline 'street'.")]
    [InlineData("'text': { 'en': 'Buy one.'", "'given': { 'when': { 'breed': ['big'] } }, 'text': { 'en': 'Buy one.'",
        "Advice 'buy', given, when: there is no fact 'breed'.")]
    [InlineData("'otherwise': 'yes'", "'otherwise': 'maybe'", "'otherwise' is 'maybe', which is not one of the outcomes.")]
    [InlineData("'default': 'small'", "'default': 'tiny'", "Fact 'size': the default 'tiny' is not one of its values.")]
    [InlineData("'askWhen': { 'size': ['big'] }", "'askWhen': { 'height': ['big'] }", "Fact 'leash', askWhen: there is no fact 'height'.")]
    [InlineData("'askWhen': { 'size': ['big'] }", "'askWhen': { 'size': ['huge'] }",
        "Fact 'leash', askWhen: 'huge' is not one of the values of fact 'size'.")]
    [InlineData("'askWhen': { 'size': ['big'] }", "'askWhen': { 'leash': ['yes'] }", "Fact 'leash': askWhen names the fact itself.")]
    [InlineData("[{ 'value': 'yes' }, { 'value': 'no', 'label': ",
        "[{ 'value': 'yes' }, { 'value': 'perhaps' }, { 'value': 'no', 'label': ",
        "Fact 'leash': a fact derived from two dates must have the values yes and no.")]
    [InlineData("'path': '/context/leash'", "'path': 'context/leash'",
        "Fact 'leash', authzen: 'context/leash' is not a JSON Pointer; it must start with '/'.")]
    [InlineData("'path': '/context/leash'", "'path': '/subject/leash'",
        "Fact 'leash', authzen: an AuthZEN request holds nothing at '/subject/leash'. It has type and id (for an action, name) and "
            + "properties of subject, action and resource, and context.")]
    [InlineData("{ 'true': 'yes' }", "{ 'true': 'ja' }", "Fact 'leash', authzen '/context/leash': 'ja' is not one of its values.")]
    [InlineData("{ 'true': 'yes' }", "{ 'true': 'yes' }, 'otherwise': 'nein'",
        "Fact 'leash', authzen '/context/leash': 'nein' is not one of its values.")]
    [InlineData("'appliesWhen': { 'size': ['small', 'big'] }", "'appliesWhen': { 'breed': ['small'] }",
        "Guideline 'park', appliesWhen: there is no fact 'breed'.")]
    [InlineData("'appliesWhen': { 'size': ['small', 'big'] }", "'appliesWhen': { 'size': ['Small', 'big'] }",
        "Guideline 'park', appliesWhen: 'Small' is not one of the values of fact 'size'.")]
    [InlineData("'when': { 'size': ['small'] }", "'when': { 'breed': ['small'] }",
        "Guideline 'park', rule '2', when: there is no fact 'breed'.")]
    [InlineData("'when': { 'size': ['small'] }", "'when': { 'size': ['tiny'] }",
        "Guideline 'park', rule '2', when: 'tiny' is not one of the values of fact 'size'.")]
    [InlineData("'when': { 'size': ['small'] }", "'when': { 'size': [] }",
        "Guideline 'park', rule '2', when: fact 'size' is given no value, so this can never hold.")]
    [InlineData("'when': { 'size': ['small'] }, 'outcome': 'yes'", "'when': { 'size': ['small'] }, 'outcome': 'maybe'",
        "Guideline 'park', rule '2': 'maybe' is not one of the outcomes.")]
    [InlineData("'advice': ['buy'] ", "'advice': ['sell'] ", "Guideline 'park', rule '1': there is no advice 'sell'.")]
    [InlineData("'summaries': [{ 'outcomes': ['no']", "'summaries': [{ 'outcomes': ['never']",
        "summaries[0]: 'never' is not one of the outcomes.")]
    [InlineData("'guideline': 'park'", "'guideline': 'street'", "replies[0]: there is no guideline 'street'.")]
    [InlineData("'when': { 'size': ['big'] }, 'text'", "'when': { 'size': ['large'] }, 'text'",
        "replies[0], when: 'large' is not one of the values of fact 'size'.")]
    [InlineData("{ 'value': 'yes', 'kind': 'permit' }", "{ 'value': 'yes', 'kind': 'permit' }, { 'value': 'no', 'kind': 'deny' }",
        "Outcome 'no' is defined 2 times.")]
    [InlineData("['en', 'es'],", "['en', 'es', 'en'],", "Language 'en' is defined 2 times.")]
    [InlineData("'default': 'small' },", "'default': 'small' }, { 'name': 'size', 'values': [{ 'value': 'small' }, { 'value': 'big' }] },",
        "Fact 'size' is defined 2 times.")]
    [InlineData("[{ 'value': 'small' },", "[{ 'value': 'small' }, { 'value': 'small' },", "Fact 'size', value 'small' is defined 2 times.")]
    [InlineData("'guidelines': [", "'guidelines': [{ 'id': 'park', 'rules': [{ 'id': '9', 'outcome': 'yes' }] },",
        "Guideline 'park' is defined 2 times.")]
    [InlineData("'guidelines': [", "'guidelines': [{ 'id': 'street', 'rules': [{ 'id': '2', 'outcome': 'yes' }] },",
        "Rule '2' is defined 2 times.")]
    [InlineData("'advice': [{ 'code': 'buy',", "'advice': [{ 'code': 'buy', 'text': { 'en': 'B', 'es': 'B' } }, { 'code': 'buy',",
        "Advice 'buy' is defined 2 times.")]
    public void A_name_that_is_not_defined_or_twice_is_refused_with_its_place(string from, string to, string message) =>
        Refuses(PolicyProblemKind.Reference, from, to, message);

    [Theory]
    [InlineData("/title", "title")]
    [InlineData("/outcomes/0/label", "Outcome 'no', label")]
    [InlineData("/facts/1/label", "Fact 'leash', label")]
    [InlineData("/facts/1/question", "Fact 'leash', question")]
    [InlineData("/facts/1/help", "Fact 'leash', help")]
    [InlineData("/groups/0/label", "Group 'signs', label")]
    [InlineData("/groups/0/none", "Group 'signs', none")]
    [InlineData("/groups/0/facts/0/statement", "Group 'signs', fact 'size', statement")]
    [InlineData("/facts/1/values/1/label", "Fact 'leash', value 'no'")]
    [InlineData("/guidelines/0/title", "Guideline 'park', title")]
    [InlineData("/guidelines/0/summary", "Guideline 'park', summary")]
    [InlineData("/guidelines/0/exceptions/0", "Guideline 'park', exceptions[0]")]
    [InlineData("/guidelines/0/alternatives/0", "Guideline 'park', alternatives[0]")]
    [InlineData("/guidelines/0/shareMessages/0", "Guideline 'park', shareMessages[0]")]
    [InlineData("/guidelines/0/rules/0/reason", "Guideline 'park', rule '1', reason")]
    [InlineData("/advice/0/text", "Advice 'buy'")]
    [InlineData("/summaries/0/text", "summaries[0]")]
    [InlineData("/replies/0/text", "replies[0]")]
    public void A_text_without_translation_is_refused(string path, string place)
    {
        var document = JsonNode.Parse(Good)!;
        At(document, path).AsObject().Remove("es");
        var problem = Assert.Single(PolicyReport.Of(Encoding.UTF8.GetBytes(document.ToJsonString())).Problems);
        Assert.Equal(PolicyProblemKind.Reference, problem.Kind);
        Assert.Equal($"{place}: the text is missing in 'es'.", problem.Message);
    }

    [Theory]
    [InlineData("'when': { 'size': ['small'] }", "'when': { 'size': ['small'], 'leash': ['yes'] }", PolicyProblemKind.Gap,
        "Guideline 'park' has no rule for size small, leash no.")]
    [InlineData("'rules': [", "'rules': [ { 'id': '0', 'when': { 'size': ['big'], 'leash': ['no'] }, 'outcome': 'yes' },",
        PolicyProblemKind.Unreachable,
        "Guideline 'park', rule '1' can never apply: rule '0' comes first, for example for size big, leash no.")]
    [InlineData("'leash': ['yes'] }, 'outcome': 'yes' }",
        "'leash': ['yes'] }, 'outcome': 'yes' }, { 'id': '4', 'when': { 'leash': ['yes'] }, 'outcome': 'no' }",
        PolicyProblemKind.Unreachable,
        "Guideline 'park', rule '4' can never apply: rules '2', '3' come first, for example for size small, leash yes.")]
    [InlineData("'leash': ['yes'] }, 'outcome': 'yes' }", "'leash': ['yes'] }, 'outcome': 'yes' }, { 'id': '4', 'outcome': 'no' }",
        PolicyProblemKind.Unreachable,
        "Guideline 'park', rule '4' can never apply: rules '1', '2', '3' come first, for example for size small, leash yes.")]
    [InlineData("'appliesWhen': { 'size': ['small', 'big'] }", "'appliesWhen': { 'size': ['big'] }", PolicyProblemKind.Unreachable,
        "Guideline 'park', rule '2' can never apply: it asks for size small, but the guideline applies only for size big.")]
    public void A_table_that_cannot_answer_as_it_says_is_refused_with_an_example(string from, string to, PolicyProblemKind kind,
        string message) =>
        Refuses(kind, from, to, message);

    [Fact]
    public void A_statement_to_tick_is_of_a_fact_with_two_values()
    {
        var document = JsonNode.Parse(Good)!;
        document["facts"]![0]!["values"]!.AsArray().Add(JsonNode.Parse("""{ "value": "huge" }"""));
        document["guidelines"]![0]!["appliesWhen"]!["size"]!.AsArray().Add("huge");
        Refuses(
            PolicyProblemKind.Reference, Encoding.UTF8.GetBytes(document.ToJsonString()),
            "Group 'signs', fact 'size': a statement is ticked or not, so its fact must have two values; this one has 3.");
    }

    [Fact]
    public void Language_tags_match_in_any_case() =>
        Assert.Empty(PolicyReport.Of(Encoding.UTF8.GetBytes(Broken("['en', 'es']", "['EN', 'es']"))).Problems);

    [Fact]
    public void Gaps_are_counted()
    {
        var policy = new SmallPolicy(1, 0, [SmallFact.Of(2), SmallFact.Of(3)], [new(false, [], [new([new(0, [0]), new(1, [0, 2])], 0)])]);
        Refuses(PolicyProblemKind.Gap, policy.ToJson(), "Guideline '0' has no rule for f0 v0, f1 v1 (4 combinations in all).");
    }

    [Fact]
    public void Rules_that_overlap_and_disagree_are_refused_only_where_one_answer_is_asked_for()
    {
        // f0 and f1 both v1: rules 0.0, 0.1 and 0.2 all match, 0.2 disagrees with both.
        var rules = new SmallRule[] { new([new(0, [1])], 0), new([new(1, [1])], 0), new([new(0, [0, 1]), new(2, [1])], 1), new([], 0) };
        var facts = new[] { SmallFact.Of(2), SmallFact.Of(2), SmallFact.Of(2) };
        Assert.Empty(PolicyReport.Of(new SmallPolicy(2, 0, facts, [new(false, [], rules)]).ToJson()).Problems);

        var problems = PolicyReport.Of(new SmallPolicy(2, 0, facts, [new(true, [], rules)]).ToJson()).Problems;
        Assert.All(problems, p => Assert.Equal(PolicyProblemKind.Conflict, p.Kind));
        Assert.Equal(
            [
                "Guideline '0' allows one answer at a time, but rules '0.0' (o0) and '0.2' (o1) both apply for f0 v1, f2 v1; '0.2' "
                    + "also disagrees with '0.1'.",
                "Guideline '0' allows one answer at a time, but rules '0.2' (o1) and '0.3' (o0) both apply for f0 v0, f2 v1.",
            ],
            problems.Select(p => p.Message));
    }

    [Fact]
    public void Rules_that_contradict_whatever_the_facts_are_are_refused_with_any_facts_as_the_example()
    {
        var policy = new SmallPolicy(2, 0, [SmallFact.Of(2)], [new(true, [], [new([], 0), new([], 1)])]);
        Assert.Equal(
            [
                "Guideline '0', rule '0.1' can never apply: rule '0.0' comes first, for example for any facts.",
                "Guideline '0' allows one answer at a time, but rules '0.0' (o0) and '0.1' (o1) both apply for any facts.",
            ],
            PolicyReport.Of(policy.ToJson()).Problems.Select(p => p.Message));
    }

    [Fact]
    public void Of_very_many_rules_that_can_never_apply_the_first_hundred_are_told()
    {
        var policy =
            new SmallPolicy(1, 0, [SmallFact.Of(2)], [new(false, [], [.. Enumerable.Range(0, 150).Select(_ => new SmallRule([], 0))])]);
        var problems = PolicyReport.Of(policy.ToJson()).Problems;
        Assert.Equal(Enumerable.Range(1, 100).Select(r => SmallPolicy.RuleName(0, r)), problems.Select(p => p.Rule));
    }

    [Theory]
    [InlineData("/facts/0/values/0/weight", "0", "Fact 'f0', value 'v0': the weight must be a number above 0.")]
    [InlineData("/facts/0/values/0/weight", "-1", "Fact 'f0', value 'v0': the weight must be a number above 0.")]
    [InlineData("/facts/0/values/0/weight", "1e999", "Fact 'f0', value 'v0': the weight must be a number above 0.")]
    [InlineData("/facts/0/values", "[]", "Fact 'f0' has 0 values; 1 to 254 are taken.")]
    [InlineData("/facts/0/values", "255", "Fact 'f0' has 255 values; 1 to 254 are taken.")]
    [InlineData("/facts/0/values", "254", null)]
    [InlineData("/facts", "33", "There are 33 facts; at most 32 are taken.")]
    [InlineData("/facts", "32", null)]
    [InlineData("/outcomes", "[]", "There are 0 outcomes; 1 to 31 are taken.")]
    [InlineData("/outcomes", "32", "There are 32 outcomes; 1 to 31 are taken.")]
    [InlineData("/outcomes", "31", null)]
    [InlineData("/languages", "[]", "No language is listed; at least one is needed.")]
    [InlineData("/guidelines", "17", "There are 17 guidelines; at most 16 are taken.")]
    [InlineData("/guidelines", "16", null)]
    [InlineData("/guidelines/0/rules", "[]", "Guideline '0' has 0 rules; 1 to 4096 are taken.")]
    [InlineData("/guidelines/0/rules", "4097", "Guideline '0' has 4097 rules; 1 to 4096 are taken.")]
    public void What_is_out_of_size_is_refused_with_the_limit(string path, string json, string? message)
    {
        var document = JsonNode.Parse(new SmallPolicy(1, 0, [SmallFact.Of(2)], [new(false, [], [new([], 0)])]).ToJson())!;
        var place = At(document, path[..path.LastIndexOf('/')]);
        var member = path[(path.LastIndexOf('/') + 1)..];
        // A number stands for that many items.
        place[member] = json[0] == '[' || member == "weight"
            ? JsonNode.Parse(json)
            : new JsonArray([.. Enumerable.Range(0, SmallPolicy.Number(json)).Select(i => Item(member, i))]);
        var problems = PolicyReport.Of(Encoding.UTF8.GetBytes(document.ToJsonString())).Problems;
        Assert.Equal(message is null ? [] : [message], problems.Where(p => p.Kind == PolicyProblemKind.Size).Select(p => p.Message));
        if (message is null)
            Assert.Empty(problems);

        static JsonNode Item(string member, int i) => JsonNode.Parse(member switch
        {
            "values" => $$"""{ "value": "v{{i}}" }""",
            "outcomes" => $$"""{ "value": "o{{i}}", "kind": "deny" }""",
            "facts" => $$"""{ "name": "f{{i}}", "values": [{ "value": "v0" }, { "value": "v1" }] }""",
            "rules" => $$"""{ "id": "r{{i}}", "outcome": "o0" }""",
            _ => $$"""{ "id": "g{{i}}", "rules": [{ "id": "r{{i}}", "outcome": "o0" }] }""",
        })!;
    }

    [Theory]
    [InlineData("{ 'policy': 'dogs', 'scenarios': [{ 'name': 'a' }] }", PolicyProblemKind.Malformed,
        "The scenario file cannot be read at $.scenarios[0] (line 1): what is missing: 'expect'.")]
    [InlineData("{ 'policy': 'dogs', 'scenarios': [{ 'name': 'a', 'facts': { 'size': null }, 'expect': {} }] }",
        PolicyProblemKind.Malformed,
        "The scenario file cannot be read at $.scenarios[0].facts.size: null has no meaning here; leave it out.")]
    [InlineData("{ 'policy': 'cats', 'scenarios': [] }", PolicyProblemKind.Scenario,
        "The scenarios are for policy 'cats', not for 'dogs'.")]
    [InlineData("{ 'policy': 'dogs', 'scenarios': [{ 'name': 'a', 'expect': { 'outcome': 'yes' } }, { 'name': 'a', 'expect': "
        + "{ 'outcome': 'yes' } }] }", PolicyProblemKind.Scenario, "Scenario 'a' stands 2 times in the file.")]
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
        "Scenario 'a': it expects something of 'breed', which is no fact of this policy.")]
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

    [Fact]
    public void Loading_a_refused_document_throws_with_every_problem_one_a_line()
    {
        var document = Broken("'otherwise': 'yes'", "'otherwise': 'maybe'").Replace("[\"buy\"]", "[\"sell\"]", StringComparison.Ordinal);
        var refused = Assert.Throws<PolicyException>(() => PolicyDecisionPoint.Load(Encoding.UTF8.GetBytes(document)));
        Assert.Equal(2, refused.Problems.Count);
        Assert.Equal(refused.Problems.Select(p => p.Message), refused.Message.Split(Environment.NewLine));
    }

    [Fact]
    public void Whatever_one_value_of_a_document_is_replaced_with_a_report_comes_back()
    {
        string[] others =
            ["null", "0", "-1.5", "true", "\"\"", "\"x\"", "[]", "{}", "[null]", "[[]]", "{ \"x\": null }", "{ \"x\": [\"y\"] }"];
        foreach (var (json, of) in new (ReadOnlyMemory<byte>, Func<byte[], PolicyReport>)[]
        {
            (Encoding.UTF8.GetBytes(Good), changed => PolicyReport.Of(changed)),
            (DefaultPolicy.Scenarios, changed => PolicyReport.Of(DefaultPolicy.Document, changed)),
        })
        {
            var root = JsonNode.Parse(json.Span)!;
            foreach (var path in Paths(root).Distinct().ToList())
            {
                foreach (var other in others)
                {
                    var changed = root.DeepClone();
                    var parent = At(changed, path[..path.LastIndexOf('/')]);
                    var member = path[(path.LastIndexOf('/') + 1)..];
                    if (parent is JsonArray array)
                        array[SmallPolicy.Number(member)] = JsonNode.Parse(other);
                    else
                        parent[member] = JsonNode.Parse(other);
                    var report = of(Encoding.UTF8.GetBytes(changed.ToJsonString()));
                    Assert.Equal(report.Problems.Count == 0, report.DecisionPoint is not null);
                    if (other == "null" && !path.Contains("/fact/", StringComparison.Ordinal))
                        Assert.False(report.IsValid, path);
                }
            }
        }

        // Items of long lists are alike: the first two of each stand for them.
        static IEnumerable<string> Paths(JsonNode? node) => node switch
        {
            JsonObject o => o.SelectMany(m => Paths(m.Value).Select(p => $"/{m.Key}{p}").Prepend($"/{m.Key}")),
            JsonArray a => a.Take(2).SelectMany((item, i) => Paths(item).Select(p => $"/{i}{p}").Prepend($"/{i}")),
            _ => [],
        };
    }

    private static JsonNode At(JsonNode document, string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(document, (node, part) => node is JsonArray array ? array[SmallPolicy.Number(part)]! : node[part]!);

    // The good document with one thing changed; apostrophes stand for quotation marks.
    private static string Broken(string from, string to)
    {
        from = from.Replace('\'', '"');
        Assert.Equal(2, Good.Split(from).Length);
        return Good.Replace(from, to.Replace('\'', '"'), StringComparison.Ordinal);
    }

    private static void Refuses(PolicyProblemKind kind, string from, string to, string message) =>
        Refuses(kind, Encoding.UTF8.GetBytes(from == Good ? to : Broken(from, to)), message);

    private static void Refuses(PolicyProblemKind kind, byte[] document, string message)
    {
        var report = PolicyReport.Of(document);
        var problem = Assert.Single(report.Problems);
        Assert.Equal(message, problem.Message);
        Assert.Equal(kind, problem.Kind);
        Assert.False(report.IsValid);
        Assert.Null(report.DecisionPoint);
    }
}
