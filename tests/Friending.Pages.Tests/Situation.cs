using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>What somebody has to say about a friend request: the answer to each question they may be
/// asked, and what must come of it.</summary>
/// <param name="Outcome">The heading of the answer.</param>
/// <param name="Patient">Whether the other person is a patient.</param>
/// <param name="CareRole">Whether whoever asks works in patient care.</param>
/// <param name="Applies">Words of the statement about the circumstances that is true; null: none is.</param>
/// <param name="Direction">Whether the request was received.</param>
/// <param name="Colleague">Whether they work together.</param>
/// <param name="Harm">Whether being connected would harm the work.</param>
public sealed record Situation(
    string Outcome, string Patient = "A patient now", string CareRole = "Yes", string? Applies = null,
    string Direction = "I received it", string Colleague = "No", string Harm = "Yes")
{
    private const string Friends = "friends in person before";

    /// <summary>A patient in care, nothing else between the two.</summary>
    public static Situation Decline { get; } = new("Say no, kindly");

    /// <summary>The same, with something out of the ordinary.</summary>
    public static Situation Review { get; } = new("The social media team decides", Applies: "out of the ordinary");

    /// <summary>A patient of somebody without a care role.</summary>
    public static Situation Discourage { get; } = new("Better not, but it is your choice", CareRole: "No");

    /// <summary>An old friend who became a patient.</summary>
    public static Situation Permit { get; } = new("Go ahead", Applies: Friends);

    /// <summary>One for each outcome.</summary>
    public static IReadOnlyList<Situation> OfEachOutcome { get; } = [Decline, Review, Discourage, Permit];

    /// <summary>What to answer to a question.</summary>
    public string AnswerTo(string question)
    {
        (string Part, string Answer)[] answers =
        [
            ("a patient of our organisation", Patient), ("work in a patient care role", CareRole), ("did you receive it", Direction),
            ("work with this person", Colleague), ("would harm", Harm), ("Does any of this apply?", "None of these"),
        ];
        return answers.Single(a => question.Contains(a.Part, StringComparison.Ordinal)).Answer;
    }

    /// <summary>Answers every screen of the page with the mouse until none is left; how many there were.</summary>
    public Task<int> TellByMouseAsync(IPage page) => TellAsync(
        page,
        answer => Question(page).GetByRole(AriaRole.Button, new() { Name = answer, Exact = true }).ClickAsync(),
        statement => statement.ClickAsync());

    /// <summary>The same with the keyboard alone.</summary>
    public Task<int> TellByKeyboardAsync(IPage page) => TellAsync(
        page,
        answer => Keyboard.PressAsync(page, answer),
        async statement => await Keyboard.TickAsync(page, await statement.InnerTextAsync()));

    private async Task<int> TellAsync(IPage page, Func<string, Task> press, Func<ILocator, Task> tick)
    {
        var asked = 0;
        for (; await Question(page).CountAsync() > 0; asked++)
        {
            Assert.True(asked < 12, "The questions do not end.");
            var question = await page.Locator("#question").TextContentAsync();
            var statement = Question(page).Locator(".ticks label", new() { HasText = Applies ?? "-" });
            if (Applies is not null && await statement.CountAsync() > 0)
            {
                await tick(statement);
                await press("Go on with what is ticked");
            }
            else
            {
                await press(AnswerTo(question!));
            }
            // Either the next question, or the end of them.
            await Expect(page.Locator("#question").Filter(new() { HasText = question })).ToHaveCountAsync(0);
        }
        await Expect(page.Locator(".banner h1")).ToHaveTextAsync(Outcome);
        return asked;
    }

    private static ILocator Question(IPage page) => page.Locator(".question");
}
