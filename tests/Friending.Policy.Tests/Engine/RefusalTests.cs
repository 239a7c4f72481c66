using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Xunit;
using static Friending.Policy.Tests.Engine.SmallDocument;

namespace Friending.Policy.Tests.Engine;

/// <summary>What is wrong with a document is said in one sentence that names the place, and shows an example where there is one.</summary>
public sealed class RefusalTests
{
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
    [InlineData("'kind': 'deny'", "'kind': 'deny, review'",
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
    [InlineData("'offeredGroups': { 'advice': 'buy'", "'offeredGroups': { 'advice': 'sell'", "offeredGroups: there is no advice 'sell'.")]
    [InlineData("'en': 'See {groups}.'", "'en': 'See it.'",
        "offeredGroups, text: the text in 'en' has no place for the groups; add {groups}.")]
    [InlineData("'es': 'Únase a {groups}.'", "'es': 'Únase.'",
        "offeredGroups, reply: the text in 'es' has no place for the groups; add {groups}.")]
    [InlineData("'exemption': 'puppy'", "'exemption': 'kitten'", "Guideline 'park', rule '1': there is no exemption 'kitten'.")]
    [InlineData("'exemptions': [", "'exemptions': [{ 'code': 'reviewer', 'label': { 'en': 'R', 'es': 'R' } }, ",
        "presentation, exemptions: 'reviewer' is reserved for permissions of reviewers in digests.")]
    [InlineData("'exemptions': [", "'exemptions': [{ 'code': 'puppy', 'label': { 'en': 'P', 'es': 'P' } }, ",
        "Exemption 'puppy' is defined 2 times.")]
    [InlineData("'digestFacts': [", "'digestFacts': [{ 'fact': 'breed', 'title': { 'en': 'B', 'es': 'B' } }, ",
        "presentation, digestFacts: there is no fact 'breed'.")]
    [InlineData("'digestFacts': [", "'digestFacts': [{ 'fact': 'leash', 'title': { 'en': 'L', 'es': 'L' } }, ",
        "Digest fact 'leash' is defined 2 times.")]
    [InlineData("'values': { 'no':", "'values': { 'never':",
        "presentation, digestFacts: 'never' is not one of the values of fact 'leash'.")]
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
    [InlineData("/offeredGroups/text", "offeredGroups, text")]
    [InlineData("/offeredGroups/reply", "offeredGroups, reply")]
    [InlineData("/presentation/subject", "presentation, subject")]
    [InlineData("/presentation/question", "presentation, question")]
    [InlineData("/presentation/sendToReviewers", "presentation, sendToReviewers")]
    [InlineData("/presentation/digestFacts/0/title", "presentation, digestFacts 'leash', title")]
    [InlineData("/presentation/digestFacts/0/values/no", "presentation, digestFacts 'leash', value 'no'")]
    [InlineData("/presentation/exemptions/0/label", "presentation, exemption 'puppy'")]
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
}
