using System.Text.Json;

namespace Friending.Tool.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly Documents _documents = new();

    public void Dispose() => _documents.Dispose();

    [Fact]
    public async Task Check_tells_every_problem_of_every_file_and_ends_with_1_if_there_is_one()
    {
        var valid = await Tool.RunAsync("policy", "check", Documents.Photos);
        var both = await Tool.RunAsync("policy", "check", Documents.Photos, Documents.Unfinished);
        var unreadable = await Tool.RunAsync("policy", "check", _documents.Keep("x.policy.json", "{ \"id\": "));

        Assert.Equal((0, ""), (valid.ExitCode, valid.Error));
        Assert.Contains("photos 1.0.0, 12 cells, 5 scenarios pass", valid.Output, StringComparison.Ordinal);
        Assert.Equal(1, both.ExitCode);
        Assert.StartsWith(valid.Output, both.Output, StringComparison.Ordinal);
        Assert.Contains("      shows patient, consent yes, written yes (1)\n", both.Output, StringComparison.Ordinal);
        Assert.Contains("rule 'P.4' can never apply", both.Output, StringComparison.Ordinal);
        Assert.Equal(1, unreadable.ExitCode);
        Assert.Contains("Cannot be read", unreadable.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_as_JSON_is_the_report_of_each_file()
    {
        var run = await Tool.RunAsync("policy", "check", Documents.Photos, Documents.Unfinished, "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal([Documents.Photos, Documents.Unfinished], run.Json.EnumerateArray().Select(f => f.GetProperty("file").GetString()));
        Assert.True(run.Json[0].GetProperty("report").GetProperty("valid").GetBoolean());
        var gap = run.Json[1].GetProperty("report").GetProperty("gaps")[0];
        Assert.Equal(1, gap.GetProperty("rows")[0].GetProperty("combinations").GetInt32());
    }

    [Fact]
    public async Task Test_tells_what_comes_of_each_scenario_and_ends_with_1_if_one_fails()
    {
        var passes = await Tool.RunAsync("policy", "test", Documents.Photos);
        var fails = await Tool.RunAsync("policy", "test", Documents.Stricter);
        var json = await Tool.RunAsync("policy", "test", Documents.Stricter, "--json");

        Assert.Equal(0, passes.ExitCode);
        Assert.EndsWith("5 of 5 scenarios pass\n", passes.Output, StringComparison.Ordinal);
        Assert.Equal(1, fails.ExitCode);
        Assert.Contains("✗ A colleague's word is enough\n    outcome: expected permit, found review\n"
            + "    rules: expected P.3, found P.2\n✓ An interview", fails.Output, StringComparison.Ordinal);
        Assert.EndsWith("4 of 5 scenarios pass\n", fails.Output, StringComparison.Ordinal);
        Assert.Equal(1, json.ExitCode);
        Assert.Equal(4, json.Json[0].GetProperty("passed").GetInt32());
        Assert.Equal(2, json.Json[0].GetProperty("scenarios")[3].GetProperty("failures").GetArrayLength());
    }

    [Fact]
    public async Task Test_ends_with_1_for_scenarios_of_another_policy_and_a_broken_document_and_with_2_where_there_are_none()
    {
        var none = await Tool.RunAsync("policy", "test", _documents.Edited("alone.policy.json"));
        var other = _documents.Edited("other.policy.json", ("\"id\": \"photos\"", "\"id\": \"pictures\""));
        _documents.Keep(
            "other.scenarios.json", File.ReadAllText(Path.Combine(Tool.RepositoryFolder, "docs/examples/photos.scenarios.json")));
        var wrong = await Tool.RunAsync("policy", "test", other);
        _documents.Keep("broken.scenarios.json", "{}");
        var broken = await Tool.RunAsync("policy", "test", _documents.Edited("broken.policy.json"));

        Assert.Equal(2, none.ExitCode);
        Assert.Contains("alone.scenarios.json does not exist", none.Error, StringComparison.Ordinal);
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("✗ The scenarios are for policy 'photos', not for 'pictures'.", wrong.Output, StringComparison.Ordinal);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("The scenario file cannot be read", broken.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_ends_like_diff_with_0_for_the_same_1_for_differences_and_2_for_trouble()
    {
        var same = await Tool.RunAsync("policy", "diff", Documents.Photos, Documents.Photos);
        var other = await Tool.RunAsync("policy", "diff", Documents.Photos, Documents.Stricter, "--json");
        var invalid = await Tool.RunAsync("policy", "diff", Documents.Photos, Documents.Unfinished);

        Assert.Equal((0, "All 12 combinations come out the same.\n"), (same.ExitCode, same.Output));
        Assert.Equal(1, other.ExitCode);
        var row = Assert.Single(other.Json.GetProperty("rows").EnumerateArray());
        Assert.Equal("""{"shows":["colleague"],"consent":["yes"],"written":["no"]}""", JsonSerializer.Serialize(row.GetProperty("when")));
        Assert.Equal((2, ""), (invalid.ExitCode, invalid.Output));
        Assert.Contains(
            "photos-unfinished.policy.json is not a valid policy document.\nGuideline 'P' has no rule for", invalid.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diff_tells_what_became_of_facts_and_outcomes_and_how_many_rows_it_left_out()
    {
        var changed = _documents.Edited(
            "changed.policy.json",
            ("\"default\": \"no\",", "\"default\": \"yes\","),
            ("{ \"value\": \"nobody\",", "{ \"value\": \"crowd\" }, { \"value\": \"nobody\","),
            ("\"value\": \"review\", \"kind\": \"review\"", "\"value\": \"review\", \"kind\": \"deny\""),
            ("\"outcome\": \"permit\"", "\"outcome\": \"review\""),
            ("\"otherwise\": \"permit\"", "\"otherwise\": \"decline\""));
        var run = await Tool.RunAsync("policy", "diff", Documents.Photos, changed, "--rows", "1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Fact shows gets crowd, which cannot be compared.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Fact written has the default yes in place of no.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Outcome review is of another kind: Review becomes Deny.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("permit (no rule)", run.Output, StringComparison.Ordinal);
        Assert.Contains("more rows\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_tells_every_rule_the_deciding_facts_and_what_would_change_the_outcome()
    {
        var run = await Tool.RunAsync("policy", "explain", Documents.Photos, "shows=patient", "consent=yes", "--json");
        var open = await Tool.RunAsync("policy", "explain", Documents.Photos, "shows=patient", "--open", "--json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("review", run.Json.GetProperty("outcome").GetString());
        Assert.Equal(
            ["not-met", "applies", "overruled"], run.Json.GetProperty("rules").EnumerateArray()
            .Select(r => r.GetProperty("status").GetString()));
        Assert.Contains(
            """{"fact":"written","from":"no","to":"yes","possible":["permit"]}""",
            JsonSerializer.Serialize(run.Json.GetProperty("counterfactuals")), StringComparison.Ordinal);
        Assert.False(open.Json.TryGetProperty("outcome", out _));
        Assert.Equal(
            ["decline", "review", "permit"], open.Json.GetProperty("possibleOutcomes").EnumerateArray().Select(o => o.GetString()));
        Assert.False(open.Json.GetProperty("facts").TryGetProperty("written", out _));
    }

    [Theory]
    [InlineData("shows=crowd", "shows: Must be one of patient, colleague, nobody.")]
    [InlineData("weather=fine", "weather: This policy has no such fact.")]
    [InlineData("shows", "'shows' states no fact")]
    public async Task Explain_refuses_what_is_no_fact_of_the_policy(string fact, string says)
    {
        var run = await Tool.RunAsync("policy", "explain", Documents.Photos, fact);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_derives_facts_from_dates()
    {
        var run = await Tool.RunAsync(
            "policy", "explain", "src/Friending.Policy/Default/friending.policy.json", "patient=current", "friendsSince=1985",
            "careSince=2010-03", "--json");

        Assert.Equal("permit", run.Json.GetProperty("outcome").GetString());
        Assert.Equal("yes", run.Json.GetProperty("facts").GetProperty("predatesCare").GetString());
    }

    [Fact]
    public async Task Ask_asks_no_more_than_it_needs_and_takes_numbers_and_names()
    {
        var nobody = await Tool.RunAsync("nobody\n", ["policy", "ask", Documents.Photos, "--json"]);
        var colleague = await Tool.RunAsync("2\nNO\n", ["policy", "ask", Documents.Photos, "--json"]);
        var known = await Tool.RunAsync("2\n", ["policy", "ask", Documents.Photos, "shows=patient", "consent=yes", "--json"]);

        Assert.Equal(0, nobody.ExitCode);
        Assert.Equal("permit", nobody.Json.GetProperty("outcome").GetString());
        Assert.Equal(["shows"], nobody.Json.GetProperty("asked").EnumerateArray().Select(a => a.GetString()));
        Assert.Contains("Who can be seen in the photo?\n  1. A patient\n", nobody.Error, StringComparison.Ordinal);
        Assert.Equal("decline", colleague.Json.GetProperty("outcome").GetString());
        Assert.Equal(["shows", "consent"], colleague.Json.GetProperty("asked").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal("I would like to post our photo. Do you agree?", colleague.Json.GetProperty("reply").GetString());
        Assert.Equal(["written"], known.Json.GetProperty("asked").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal("review", known.Json.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Ask_asks_again_after_an_answer_that_is_none_and_ends_with_2_when_the_answers_run_out()
    {
        var again = await Tool.RunAsync("4\n0\nperhaps\n3\n", ["policy", "ask", Documents.Photos]);
        var short1 = await Tool.RunAsync("patient\n", ["policy", "ask", Documents.Photos]);

        Assert.Equal(0, again.ExitCode);
        Assert.Equal(
            3, again.Output.Split("Please answer with a number from 1 to 3, or with one of patient, colleague, nobody.").Length - 1);
        Assert.Contains("permit: Go ahead\nYou may post it.\n", again.Output, StringComparison.Ordinal);
        Assert.Equal(2, short1.ExitCode);
        Assert.Contains("consent is not known", short1.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_speaks_the_document_s_languages()
    {
        const string Default = "src/Friending.Policy/Default/friending.policy.json";
        var spanish = await Tool.RunAsync("5\n4\n", ["policy", "ask", Default, "--language", "es"]);
        var klingon = await Tool.RunAsync("", ["policy", "ask", Default, "--language", "tlh"]);

        Assert.Equal(0, spanish.ExitCode);
        Assert.Contains(
            "¿Esta persona es paciente de nuestra organización, o familiar cercano de un paciente?", spanish.Output,
            StringComparison.Ordinal);
        Assert.Equal(2, klingon.ExitCode);
        Assert.Contains("it has en, es", klingon.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_writes_each_guideline_as_Markdown_or_JSON()
    {
        var markdown = await Tool.RunAsync(
            "policy", "table", _documents.Edited("table.policy.json", ("People in photos", "People | photos")), "--markdown");
        var json = await Tool.RunAsync("policy", "table", Documents.Photos, "--json");

        Assert.Equal(0, markdown.ExitCode);
        Assert.Equal(
            """
            ## Guideline P: People \| photos

            Where shows patient or colleague. The first rule that matches answers.

            | Rule | shows | consent | written | Outcome | Advice |
            | --- | --- | --- | --- | --- | --- |
            | P.1 | – | no | – | decline | ask-first |
            | P.2 | patient | – | no | review | ask-first |
            | P.3 | – | – | – | permit |  |

            """.ReplaceLineEndings("\n"), markdown.Output);
        Assert.Equal(["shows", "consent", "written"], json.Json[0].GetProperty("facts").EnumerateArray().Select(f => f.GetString()));
        Assert.Equal(
            """[["patient"],[],["no"]]""",
            JsonSerializer.Serialize(json.Json[0].GetProperty("rows")[1].GetProperty("conditions")));
    }

    [Theory]
    [InlineData(2, "frob")]
    [InlineData(2, "policy", "frob")]
    [InlineData(2, "policy", "check", Documents.Photos, "--jason")]
    [InlineData(2, "policy", "check")]
    [InlineData(2, "policy", "diff", Documents.Photos)]
    [InlineData(2, "policy", "diff", Documents.Photos, Documents.Stricter, "--rows", "0")]
    [InlineData(2, "policy", "check", "docs/examples/nothing.policy.json")]
    [InlineData(2, "policy", "test", "docs/examples/nothing.policy.json")]
    [InlineData(2, "policy", "table", "docs/examples")]
    [InlineData(0, "--help")]
    [InlineData(0, "-h")]
    [InlineData(0, "policy", "-h")]
    [InlineData(0, "policy", "diff", "--help")]
    public async Task What_cannot_be_used_ends_with_2_and_a_message(int exitCode, params string[] arguments)
    {
        var run = await Tool.RunAsync(arguments);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode == 0, run.Error.Length == 0);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy", "polcy", "check")]
    [InlineData("--rows", "policy", "diff", Documents.Photos, Documents.Stricter, "--row=1")]
    [InlineData("--rows", "policy", "diff", "--row=1", Documents.Photos, Documents.Stricter)]
    [InlineData("--help", "policy", "check", "--hlp", Documents.Photos)]
    [InlineData("check", "policy", "chek", Documents.Photos)]
    [InlineData("new-key", "newkey", "forms", "Submit")]
    public async Task A_misspelt_word_is_refused_with_a_suggestion(string suggestion, params string[] arguments)
    {
        var run = await Tool.RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(suggestion, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy", "check", Documents.Unfinished)]
    [InlineData("policy", "test", Documents.Stricter)]
    [InlineData("policy", "diff", Documents.Photos, Documents.Stricter)]
    [InlineData("policy", "explain", Documents.Photos, "shows=patient")]
    [InlineData("policy", "table", Documents.Photos)]
    public async Task Redirected_output_holds_no_control_sequences(params string[] arguments) =>
        Assert.DoesNotContain('\x1b', (await Tool.RunAsync(arguments)).Output);

    [Fact]
    public void The_tool_knows_the_engine_and_nothing_of_the_service()
    {
        var ours = System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, "friending.dll")).GetReferencedAssemblies()
            .Select(a => a.Name!).Where(n => n.StartsWith("Friending", StringComparison.Ordinal));
        Assert.Equal(["Friending.Policy"], ours);
    }
}
