using System.Reflection;
using System.Text.Json.Nodes;
using Friending.Policy;
using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

public sealed class PolicyPageTests(AppFixture app, Browser browser)
{
    [Fact]
    public async Task The_policy_in_force_is_there_to_read_rule_by_rule()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "nurse");
        var page = await visit.OpenAsync("/policy");

        await Expect(page.Locator(".intro")).ToContainTextAsync("Version 2.0.0 is in force");
        await Expect(page.Locator(".intro code"))
            .ToHaveTextAsync(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(DefaultPolicy.Document.Span)));
        await Expect(page.Locator("[data-rule]")).ToHaveCountAsync(14);
        var row = page.Locator("[data-rule='7.7']");
        await Expect(row).ToContainTextAsync("A patient now / Close family of a patient");
        await Expect(row).ToContainTextAsync("Say no, kindly");
        await Expect(page.Locator("#guideline-7")).ToContainTextAsync("May 20, 2015");
    }

    [Fact]
    public async Task Picked_facts_show_which_rule_answers_and_what_one_change_would_do()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "nurse");
        var page = await visit.OpenAsync("/policy");
        var result = page.Locator("#try .result");
        await Expect(result).ToContainTextAsync("Still possible");

        await PickAsync(page, ("Patient or relative", "current"), ("Patient care role", "yes"), ("Friends before the care began", "no"),
            ("The Breaking Bread Rule", "no"),
            ("Something else out of the ordinary", "no"), ("Sent, received or connected", "accept"),
            ("Profile to be connected", "personal"),
            ("Working relationship", "no"));

        await Expect(result).ToContainTextAsync("Guideline 7, rule 7.7");
        await Expect(page.Locator("tr.fires")).ToHaveCountAsync(1);
        await Expect(page.Locator("tr.fires")).ToHaveAttributeAsync("data-rule", "7.7");
        await Expect(result.Locator(".changes li", new() { HasText = "Friends before the care began: Yes" }))
            .ToContainTextAsync("Go ahead");
        await Expect(result.Locator(".changes li", new() { HasText = "Patient care role: No" }))
            .ToContainTextAsync("Better not, but it is your choice");
        await PickAsync(page, ("Friends before the care began", "yes"));
        await Expect(page.Locator("tr.fires")).ToHaveAttributeAsync("data-rule", "7.1");
    }

    [Fact]
    public async Task A_candidate_is_checked_compared_and_replayed()
    {
        await Cases.DeclinedAsync(app);
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync("/policy");

        await DropAsync(page, ("stricter.policy.json", Stricter));

        var section = page.Locator("#candidate-section");
        await Expect(section).ToContainTextAsync("The document is valid.");
        await Expect(section.Locator(".diff")).ToContainTextAsync("differently");
        var row = section.Locator(".diff tbody tr", new() { HasText = "Go ahead" }).First;
        await Expect(row).ToContainTextAsync("Friends before the care began: Yes");
        await Expect(row).ToContainTextAsync("Say no, kindly");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        await Expect(section.Locator(".replay .done")).ToContainTextAsync("decisions would have had another outcome");
        await Expect(section.GetByRole(AriaRole.Table, new() { Name = "Outcomes, now and then" })).ToContainTextAsync("Say no, kindly");
    }

    [Fact]
    public async Task Scenarios_dropped_with_it_are_run_and_those_that_fail_are_told()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync("/policy");

        await DropAsync(page, ("stricter.policy.json", Stricter), ("friending.scenarios.json", DefaultPolicy.Scenarios.ToArray()));

        await Expect(page.Locator("#candidate-section")).ToContainTextAsync("The document is not valid.");
        await Expect(page.Locator("#candidate-section")).ToContainTextAsync("Scenarios with another result");
        await Expect(page.Locator(".diff")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_wrong_with_a_candidate_is_told_rule_by_rule()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync("/policy");
        var folder = typeof(PolicyPageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "RepositoryFolder").Value!;

        await page.Locator("#candidate").SetInputFilesAsync(Path.Combine(folder, "docs", "examples", "photos-unfinished.policy.json"));

        await Expect(page.Locator(".report")).ToContainTextAsync("Cases without an answer");
        await Expect(page.Locator(".report")).ToContainTextAsync("rule 'P.4' can never apply");
    }

    [Fact]
    public async Task What_is_no_policy_at_all_is_told_too()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, "administrator");
        var page = await visit.OpenAsync("/policy");

        await DropAsync(page, ("notes.json", "{ not json"u8.ToArray()));

        await Expect(page.Locator(".report")).ToContainTextAsync("Not a policy document");
    }

    /// <summary>The policy in force with one exception taken away: an old friend is declined too.</summary>
    internal static byte[] Stricter
    {
        get
        {
            var document = JsonNode.Parse(DefaultPolicy.Document.Span)!;
            document["version"] = "1.1.0";
            document["guidelines"]![0]!["rules"]![0]!["outcome"] = "decline";
            return System.Text.Encoding.UTF8.GetBytes(document.ToJsonString());
        }
    }

    /// <summary>Drops files onto the page, as a file manager does.</summary>
    internal static async Task DropAsync(IPage page, params (string Name, byte[] Content)[] files)
    {
        var transfer = await page.EvaluateHandleAsync(
            """
            files => {
              const transfer = new DataTransfer();
              for (const { name, text } of files) transfer.items.add(new File([text], name, { type: 'application/json' }));
              return transfer;
            }
            """, files.Select(f => new { name = f.Name, text = System.Text.Encoding.UTF8.GetString(f.Content) }).ToArray());
        await page.DispatchEventAsync(".drop", "drop", new { dataTransfer = transfer });
    }

    /// <summary>Picks facts to try.</summary>
    internal static async Task PickAsync(IPage page, params (string Fact, string Value)[] facts)
    {
        foreach (var (fact, value) in facts)
            await page.Locator("#try").GetByLabel(fact).SelectOptionAsync(value);
    }
}
