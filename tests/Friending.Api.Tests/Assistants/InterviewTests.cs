using System.Globalization;
using System.Text.Json;
using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Testing;
using ModelContextProtocol.Client;
using Xunit;

namespace Friending.Api.Tests.Assistants;

/// <summary>A scripted assistant asks a person, question by question, with nothing but the tool <c>ask</c>.</summary>
public sealed class InterviewTests(AppFixture app, ITestOutputHelper output)
{
    // What the tool answered to the same facts before; it keeps nothing, so it answers the same again.
    private readonly Dictionary<string, JsonElement> _answers = [];

    [Fact]
    public async Task Whatever_the_person_s_facts_are_the_answer_is_the_policy_s_after_as_few_questions_as_the_policy_allows()
    {
        var policy = DefaultPolicy.Load();
        await using var assistant = await Assistant.WithKeyAsync(app);
        int combinations = 0, asked = 0, best = 0;
        foreach (var person in Combinations(policy))
        {
            combinations++;
            var (answer, questions) = await InterviewAsync(assistant, person);
            asked += questions;
            Assert.Equal(policy.Outcome(policy.Evaluate(FactsOf(policy, person)).Outcome).Value, answer.GetProperty("outcome").GetString());

            var known = new FactSet();
            for (; policy.Interview.QuestionsFor(known) is [var question, ..]; best++)
                known = known.With(question.Fact, policy.Facts.IndexOfValue(question.Fact, person[policy.Facts[question.Fact].Name]));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{combinations:N0} interviews, {(double)asked / combinations:F4} questions on average, {_answers.Count:N0} calls."));
        Assert.Equal(PolicyDocuments.Combinations, combinations);
        Assert.Equal(best, asked);
    }

    private async Task<(JsonElement Answer, int Questions)> InterviewAsync(McpClient assistant, Dictionary<string, string> person)
    {
        var told = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (var questions = 0; ; questions++)
        {
            var answer = await AskAsync(assistant, told);
            if (answer.GetProperty("outcome").ValueKind == JsonValueKind.String)
            {
                Assert.Empty(answer.GetProperty("questions").EnumerateArray());
                return (answer, questions);
            }
            var question = answer.GetProperty("questions")[0];
            var fact = question.GetProperty("fact").GetString()!;
            // The person chooses one of the choices that the question offers.
            Assert.Contains(person[fact], question.GetProperty("choices").Texts("value"));
            told.Add(fact, person[fact]);
        }
    }

    private async Task<JsonElement> AskAsync(McpClient assistant, SortedDictionary<string, string> facts)
    {
        var arguments = JsonSerializer.Serialize(facts);
        if (!_answers.TryGetValue(arguments, out var answer))
            _answers[arguments] = answer = (await assistant.CallAsync("ask", new { facts })).Structured();
        return answer;
    }

    private static FactSet FactsOf(PolicyDecisionPoint policy, Dictionary<string, string> stated) =>
        FactBinding.Of(policy.Facts, stated, [], fillDefaults: false).Facts;

    private static IEnumerable<Dictionary<string, string>> Combinations(PolicyDecisionPoint policy)
    {
        IEnumerable<Dictionary<string, string>> all = [[]];
        foreach (var fact in policy.Document.Facts)
            all = all.SelectMany(known => fact.Values.Select(v => new Dictionary<string, string>(known) { [fact.Name] = v.Value }));
        return all;
    }
}
