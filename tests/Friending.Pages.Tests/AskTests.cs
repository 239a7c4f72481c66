using Friending.Testing;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

public sealed class AskTests(AppFixture app, Browser browser)
{
    public static TheoryData<string> People => ["nurse", "physician", "manager", "front-desk", "reviewer", "auditor", "administrator"];

    [Theory]
    [MemberData(nameof(People))]
    public async Task Everybody_gets_to_each_outcome_with_the_mouse(string person)
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, person);
        var page = await visit.OpenAsync("/");

        foreach (var situation in Situation.OfEachOutcome)
        {
            await situation.TellByMouseAsync(page);
            await ForgetAsync(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Start over" }).ClickAsync();
            await Expect(page.Locator(".banner")).ToHaveCountAsync(0);
        }
    }

    [Theory]
    [MemberData(nameof(People))]
    public async Task And_with_the_keyboard_alone(string person)
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, person);
        var page = await visit.OpenAsync("/");

        foreach (var situation in Situation.OfEachOutcome)
        {
            await situation.TellByKeyboardAsync(page);
            await ForgetAsync(page);
            await Keyboard.PressAsync(page, "Start over");
            await Expect(page.Locator(".banner")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task The_common_case_is_settled_after_four_screens()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");

        Assert.Equal(4, await Situation.Decline.TellByMouseAsync(page));

        await Expect(page.Locator(".reply blockquote")).ToContainTextAsync("Thank you for your request");
        await Expect(page.Locator(".card", new() { HasText = "What you can do instead" })).ToContainTextAsync("group");
        await Expect(page.Locator(".reasons")).ToContainTextAsync("Guideline 7, rule 7.7");
    }

    [Fact]
    public async Task Once_it_is_settled_the_answer_stands_before_what_only_the_words_need()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await AnswerAsync(page, "A patient now");
        await page.GetByLabel("We were friends in person before the care began").CheckAsync();
        await AnswerAsync(page, "Go on with what is ticked");
        await AnswerAsync(page, "No");

        // A friend from before and no colleague: whichever way the request went, go ahead.
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("Go ahead");
        await AnswerAsync(page, "We are connected already");
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("Go ahead");
    }

    [Fact]
    public async Task Help_tells_who_is_meant_and_the_statements_that_are_ticked_stand_among_what_was_said()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await page.Locator(".help summary").ClickAsync();
        await Expect(page.Locator(".help")).ToContainTextAsync("The parents of a baby in our care");

        await AnswerAsync(page, "A patient now");
        var go = page.GetByRole(AriaRole.Button, new() { Name = "Go on with what is ticked" });
        await Expect(go).ToBeDisabledAsync();
        await page.GetByLabel("There is something else out of the ordinary").CheckAsync();
        await page.GetByLabel("It is about a page or account for my work only").CheckAsync();
        await go.ClickAsync();

        await Expect(page.Locator(".so-far")).ToContainTextAsync("There is something else out of the ordinary");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change the answer to: Does any of this apply?" }).ClickAsync();
        await Expect(page.GetByLabel("There is something else out of the ordinary")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("We were friends in person")).Not.ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "None of these" }).ClickAsync();
        await Expect(page.Locator(".so-far")).ToContainTextAsync("None of these");
    }

    [Fact]
    public async Task The_reply_is_copied()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the reply" }).ClickAsync();

        await Expect(page.GetByText("Copied.")).ToBeVisibleAsync();
        Assert.Equal(await page.Locator(".reply blockquote").InnerTextAsync(),
            await page.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task An_earlier_answer_can_be_changed_and_what_it_made_pointless_disappears()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);
        var given = page.Locator(".so-far li");
        await Expect(given).ToHaveCountAsync(4);

        await page.GetByRole(AriaRole.Button, new() { Name = "Change the answer to: Is this person a patient" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "A patient now" })).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GetByRole(AriaRole.Button, new() { Name = "None of these" }).ClickAsync();

        // Not a patient: friendship, dinner, care role and the unusual no longer matter. That the request was received still does.
        await Expect(page.Locator("#question")).ToContainTextAsync("Do you work with this person?");
        await Expect(given).ToHaveCountAsync(2);
        await AnswerAsync(page, "No");
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("Go ahead");
    }

    [Fact]
    public async Task A_change_that_is_thought_better_of_changes_nothing()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Change the answer to: Do you work in a patient care role?" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep my answer" }).ClickAsync();

        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("Say no, kindly");
        await Expect(page.Locator(".so-far li")).ToHaveCountAsync(4);
    }

    [Fact]
    public async Task In_Spanish_everything_is()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, language: "es-MX");
        var page = await visit.OpenAsync("/");

        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "es");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("¿Puedo tener amistad con esta persona en las redes?");
        foreach (var answer in new[] { "Es paciente ahora", "Nada de esto", "Sí", "La he recibido" })
            await AnswerAsync(page, answer);
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync("Decir que no, con amabilidad");
        await Expect(page.Locator(".reply blockquote")).ToHaveAttributeAsync("lang", "es");
    }

    [Fact]
    public async Task A_language_there_is_not_gets_English()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address, language: "fi-FI");
        var page = await visit.OpenAsync("/");

        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(page.Locator("#question")).ToContainTextAsync("Is this person a patient");
    }

    [Fact]
    public async Task Printed_it_is_the_answer_without_what_can_only_be_pressed()
    {
        await using var visit = await Visit.StartAsync(browser, app.Address);
        var page = await visit.OpenAsync("/");
        await Situation.Decline.TellByMouseAsync(page);

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.True(await page.Locator(".banner").IsVisibleAsync());
        Assert.True(await page.Locator(".reply blockquote").IsVisibleAsync());
        Assert.False(await page.GetByText("Copy the reply").IsVisibleAsync());
        Assert.False(await page.Locator("nav").IsVisibleAsync());
        Assert.False(await page.Locator(".record").IsVisibleAsync());
    }

    // As if somebody else asked next.
    private static Task ForgetAsync(IPage page) => page.EvaluateAsync("() => localStorage.clear()");

    private static async Task AnswerAsync(IPage page, string answer)
    {
        var question = await page.Locator("#question").TextContentAsync();
        await page.Locator(".question").GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).ClickAsync();
        await Expect(page.Locator("#question").Filter(new() { HasText = question })).ToHaveCountAsync(0);
    }
}
