using System.Reflection;
using Friending.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>What nurses, physicians and managers really ask, asked on the page by somebody who knows no more than the page says.</summary>
public sealed class PeoplesCasesTests(AppFixture app, Browser browser)
{
    private const string Connected = "We are connected already";
    private const string FormerFamily = "Close family of a former patient, or of one who died";
    private const string WorkOnly = "a page or account for my work only";

    private static readonly string s_policies = Path.Combine(
        typeof(PeoplesCasesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!,
        "samples", "policies");

    private static readonly Dictionary<string, (Situation Told, string[] Read)> s_cases = new()
    {
        ["the parents of a baby who went home ask"] = (new("Better not, but it is your choice", FormerFamily),
            ["with the family of a former patient", "I remember you and your family with warmth"]),
        ["the parents of a baby who died ask"] =
            (new("Better not, but it is your choice", FormerFamily), ["Please do not take it as a no to you", "our own reading"]),
        ["accepted without thinking, now they write every day and are in care"] =
            (new("The social media team decides", Direction: Connected),
                ["ending it must not hurt the care", "before you send, accept or end anything", "patient portal"]),
        ["accepted after the discharge, now in care again"] =
            (new("The social media team decides", Direction: Connected), ["decides with you whether and how it ends"]),
        ["a friend of many years became a patient: may it stay"] =
            (new("Go ahead", Applies: "friends in person before", Direction: Connected),
                ["The connection may stay", "off social networks"]),
        ["a patient follows the professional page"] = (new("Go ahead", Applies: WorkOnly), ["shows your work only", "our own reading"]),
        ["a former patient asks on a network for work"] =
            (new("Go ahead", "A patient in the past", Applies: WorkOnly), ["guards your personal profile"]),
        ["a patient writes about symptoms in a message"] =
            (new("Say no, kindly"), ["symptoms, results or appointments", "call for help at once"]),
        ["a patient asks a student on placement"] = (new("Say no, kindly"), ["You work in patient care", "It is nothing about you"]),
        ["a relative of a patient is also a colleague"] =
            (new("Say no, kindly", "Close family of a patient", Colleague: "Yes, and neither manages the other"),
                ["meant for the families of patients as well"]),
        ["the parents of one's child's friends, in a town where everybody is a patient"] =
            (new("Go ahead", Applies: "to dinner at my home"), ["Breaking Bread Rule"]),
        ["the same parents, known from the playground only"] =
            (new("The social media team decides", Applies: "out of the ordinary"), ["for a person from the social media team to decide"]),
        ["a colleague's patient friend now sees the whole team"] = (new("Say no, kindly"), ["find the rest of the team in it"]),
        ["a no feels rude, and the next appointment is on Monday"] =
            (new("Say no, kindly"), ["when we next see each other everything is as it was"]),
        ["the boss asks, and one feels pressed"] = (new("Go ahead", "None of these", Colleague: "Yes, I report to them"),
            ["you need not", "If you would rather not, these words will do"]),
        ["promoted over an employee who is connected, no harm"] =
            (new("Go ahead", "None of these", Direction: Connected, Colleague: "Yes, they report to me", Harm: "No"),
                ["if you both want it"]),
        ["promoted over an employee who is connected, and the team minds"] =
            (new("Say no, kindly", "None of these", Direction: Connected, Colleague: "Yes, they report to me"),
                ["tell the person first", "as I lead the team, I am going to remove our connection here"]),
    };

    public static TheoryData<string> Names => [.. s_cases.Keys, MentalHealth, AfterCare];

    private const string MentalHealth = "a mental-health unit allows it never, also not years later";
    private const string AfterCare = "a hospital forbids former patients and their families";

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_case_ends_in_an_answer_that_fits_it(string name)
    {
        var (told, read) = name switch
        {
            MentalHealth => (new Situation("Say no, kindly", "A patient in the past"), ["also years after the care", "holds for good"]),
            AfterCare =>
                (new Situation("Say no, kindly", FormerFamily),
                    ["also when the care is over", "I remember you and your family with warmth"]),
            _ => s_cases[name],
        };
        var policy = name switch { MentalHealth => "mental-health", AfterCare => "after-care", _ => null };
        await using var other = policy is null
            ? null : await app.StartAnotherAsync($"--Policy:Path={Path.Combine(s_policies, policy + ".policy.json")}");
        await using var visit = await Visit.StartAsync(browser, other?.Address ?? app.Address);
        var page = await visit.OpenAsync("/");

        await told.TellByMouseAsync(page);

        var now = page.Locator(".now");
        foreach (var words in read)
            await Expect(now).ToContainTextAsync(words);
    }

    [Fact]
    public async Task The_organisation_s_own_group_stands_in_the_advice_as_a_link_and_in_the_words_to_send()
    {
        await using var other =
            await app.StartAnotherAsync("--Groups:0:Name=Heart friends", "--Groups:0:Address=https://groups.example.org/heart");
        await using var visit = await Visit.StartAsync(browser, other.Address);
        var page = await visit.OpenAsync("/");

        await Situation.Decline.TellByMouseAsync(page);

        await Expect(page.Locator(".advice a")).ToHaveAttributeAsync("href", "https://groups.example.org/heart");
        await Expect(page.Locator(".advice").First)
            .ToContainTextAsync("Our organisation offers: Heart friends, https://groups.example.org/heart.");
        await Expect(page.Locator(".reply blockquote"))
            .ToContainTextAsync("This is where to find it: Heart friends, https://groups.example.org/heart.");
    }
}
