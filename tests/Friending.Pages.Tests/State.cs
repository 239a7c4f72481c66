using Friending.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Friending.Pages.Tests;

/// <summary>A page as somebody may come to see it.</summary>
/// <param name="Name">Its name, also of its pictures.</param>
/// <param name="Person">The sample person who looks; null: nobody is signed in.</param>
/// <param name="ReachAsync">Gets there.</param>
public sealed record State(string Name, string? Person, Func<AppFixture, Visit, Task> ReachAsync)
{
    /// <summary>Every one that is looked at.</summary>
    public static IReadOnlyList<State> All { get; } =
    [
        new("ask-sign-in", null, (_, visit) => visit.OpenAsync("/")),
        new("ask-first", "nurse", (_, visit) => visit.OpenAsync("/")),
        new("ask-next", "nurse", async (_, visit) =>
        {
            var page = await visit.OpenAsync("/");
            await page.GetByRole(AriaRole.Button, new() { Name = "A patient now" }).ClickAsync();
            await Expect(page.Locator(".so-far li")).ToHaveCountAsync(1);
        }),
        new("ask-change", "nurse", async (_, visit) =>
        {
            var page = await ToldAsync(visit, Situation.Decline);
            await page.GetByRole(AriaRole.Button, new() { Name = "Change the answer to: Is this person a patient" }).ClickAsync();
        }),
        new("ask-decline", "nurse", (_, visit) => ToldAsync(visit, Situation.Decline)),
        new("ask-review", "physician", (_, visit) => ToldAsync(visit, Situation.Review)),
        new("ask-discourage", "front-desk", (_, visit) => ToldAsync(visit, Situation.Discourage)),
        new("ask-permit", "manager", (_, visit) => ToldAsync(visit, Situation.Permit)),
        new("ask-note-refused", "nurse", async (_, visit) =>
        {
            var page = await ToldAsync(visit, Situation.Review);
            await page.GetByRole(AriaRole.Radio, new() { Name = "Facebook" }).CheckAsync();
            await page.GetByLabel("Remark").FillAsync("Her number is 555-867-5309");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send to the social media team" }).ClickAsync();
            await Expect(page.GetByText("This may identify somebody")).ToBeVisibleAsync();
        }),
        new("ask-recorded", "nurse", async (_, visit) =>
        {
            var page = await ToldAsync(visit, Situation.Review);
            await page.GetByRole(AriaRole.Radio, new() { Name = "Facebook" }).CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Send to the social media team" }).ClickAsync();
            await Expect(page.Locator(".recorded")).ToBeVisibleAsync();
        }),
        new("decision", "nurse", async (app, visit) =>
        {
            var page = await visit.OpenAsync($"/?decision={await Cases.DeclinedAsync(app)}");
            await page.GetByText("Every rule, and why").ClickAsync();
            await Expect(page.Locator(".rules")).ToBeVisibleAsync();
        }),
        new("decision-reviewed", "nurse", async (app, visit) =>
        {
            var id = await Cases.PendingAsync(app, "Network S1");
            await Cases.ResolveAsync(app, id, "permit", "The choir came long before the care.");
            await visit.OpenAsync($"/?decision={id}");
        }),
        new("decision-withdraw", "nurse", async (app, visit) =>
        {
            var page = await visit.OpenAsync($"/?decision={await Cases.DeclinedAsync(app)}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw this request" }).ClickAsync();
        }),
        new("decision-withdrawn", "nurse", async (app, visit) =>
        {
            var page = await visit.OpenAsync($"/?decision={await Cases.DeclinedAsync(app)}");
            await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw this request" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw it" }).ClickAsync();
            await Expect(page.Locator(".banner.other h1")).ToHaveTextAsync("Withdrawn");
        }),
        new("decision-not-found", "nurse", (_, visit) => visit.OpenAsync("/?decision=0199f000-0000-7000-8000-000000000000")),
        new("mine", "manager", async (app, visit) =>
        {
            await Cases.DeclinedAsync(app, "mg-3007");
            var reviewed = await Cases.PendingAsync(app, "Network S4", "mg-3007");
            await Cases.ResolveAsync(app, reviewed, "permit", "The choir came long before the care.");
            await Cases.PendingAsync(app, "Network S5", "mg-3007");
            var page = await visit.OpenAsync("/mine");
            await Expect(page.Locator(".request").Nth(2)).ToBeVisibleAsync();
        }),
        new("mine-none", "administrator", (_, visit) => visit.OpenAsync("/mine")),
        new("mine-loading", "nurse", async (_, visit) =>
        {
            await visit.Page.RouteAsync("**/api/requests?*", _ => Task.CompletedTask);
            await visit.Page.GotoAsync("/mine");
            await Expect(visit.Page.Locator("main")).ToHaveTextAsync("Loading…");
        }),
        new("list-refused", "nurse", (_, visit) => visit.OpenAsync("/decisions")),
        new("list", "auditor", async (app, visit) =>
        {
            await Cases.DeclinedAsync(app);
            await Cases.PendingAsync(app, "Network S6");
            var page = await visit.OpenAsync("/decisions");
            await Expect(page.Locator(".totals .big")).ToBeVisibleAsync();
        }),
        new("list-away", "auditor", async (_, visit) =>
        {
            await visit.Page.RouteAsync("**/api/decisions?*",
                route => route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = "{}" }));
            var page = await visit.OpenAsync("/decisions");
            await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        }),
        new("reviews-refused", "nurse", (_, visit) => visit.OpenAsync("/reviews")),
        new("reviews", "reviewer", async (app, visit) =>
        {
            await Cases.PendingAsync(app, "Network S2");
            await OpenedAsync(visit, "Network S2");
        }),
        new("reviews-conflict", "reviewer", async (app, visit) =>
        {
            var id = await Cases.PendingAsync(app, "Network S3");
            var one = await OpenedAsync(visit, "Network S3");
            await one.GetByRole(AriaRole.Radio, new() { Name = "Go ahead" }).CheckAsync();
            await one.GetByLabel("Reason").FillAsync("They have known each other for long.");
            await Cases.ResolveAsync(app, id, "decline", "The choir is part of the ward.");
            await one.GetByRole(AriaRole.Button, new() { Name = "Decide this case" }).ClickAsync();
            await Expect(one.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        }),
        new("reviews-none", "reviewer", async (_, visit) =>
        {
            await visit.Page.RouteAsync("**/api/reviews*",
                route => route.FulfillAsync(new() { ContentType = "application/json", Body = """{"items":[],"total":0}""" }));
            await visit.OpenAsync("/reviews");
        }),
        new("policy", "auditor", async (_, visit) =>
        {
            var page = await visit.OpenAsync("/policy");
            await PolicyPageTests.PickAsync(page, ("Patient or relative", "current"), ("Patient care role", "yes"),
                ("Friends before the care began", "no"),
                ("The Breaking Bread Rule", "no"), ("Something else out of the ordinary", "no"), ("Sent, received or connected", "accept"),
                ("Profile to be connected", "personal"));
            await Expect(page.Locator("tr.fires")).ToHaveCountAsync(1);
        }),
        new("policy-candidate", "administrator", async (app, visit) =>
        {
            await Cases.DeclinedAsync(app);
            var page = await visit.OpenAsync("/policy");
            await PolicyPageTests.DropAsync(page, ("stricter.policy.json", PolicyPageTests.Stricter));
            await page.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
            await Expect(page.Locator(".replay .done")).ToBeVisibleAsync();
        }),
        new("policy-candidate-refused", "administrator", async (_, visit) =>
        {
            var page = await visit.OpenAsync("/policy");
            await PolicyPageTests.DropAsync(page, ("stricter.policy.json", PolicyPageTests.Stricter),
                ("friending.scenarios.json", Friending.Policy.DefaultPolicy.Scenarios.ToArray()));
            await Expect(page.Locator(".report .problem")).ToBeVisibleAsync();
        }),
        new("admin-refused", "auditor", (_, visit) => visit.OpenAsync("/admin")),
        new("admin", "administrator", async (app, visit) =>
        {
            await AdminTests.PoisonAsync(app, "{\"staff\":{\"id\":\"rn-1042\"},\"platform\":\"Facebook\",\"weather\":\"fine\"}");
            await AdminTests.PoisonAsync(app, "not JSON at all");
            var page = await visit.OpenAsync("/admin");
            await Expect(page.Locator(".cases li").Nth(1)).ToBeVisibleAsync();
            await page.GetByText("The message", new() { Exact = true }).First.ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
            await Expect(page.Locator(".card .done")).ToBeVisibleAsync();
        }),
        new("admin-broken", "administrator", async (_, visit) =>
        {
            await visit.Page.RouteAsync("**/api/audit/verification", route => route.FulfillAsync(new()
            {
                ContentType = "application/json",
                Body = """{"holds":false,"rows":7,"hash":"","checkpoints":3,"decisions":12,"problems":[{"number":"""
                    + """4,"what":"Who acted was changed."}]}""",
            }));
            var page = await visit.OpenAsync("/admin");
            await page.GetByRole(AriaRole.Button, new() { Name = "Check now" }).ClickAsync();
            await Expect(page.GetByText("Who acted was changed.")).ToBeVisibleAsync();
        }),
        new("admin-erase", "administrator", async (_, visit) =>
        {
            var page = await visit.OpenAsync("/admin");
            await page.GetByLabel("Staff id").FillAsync("rn-0815");
            await page.GetByRole(AriaRole.Button, new() { Name = "Erase…" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        }),
        new("digests-refused", "nurse", (_, visit) => visit.OpenAsync("/digests")),
        new("digests", "auditor", async (app, visit) =>
        {
            await Cases.OfManyAsync(app);
            var page = await visit.OpenAsync("/digests");
            // The present week, which is not over.
            await page.Locator("#week").SelectOptionAsync(new SelectOptionValue { Index = 0 });
            await Expect(page.Locator(".bars").First).ToBeVisibleAsync();
            await page.GetByText("As a table").Nth(1).ClickAsync();
        }),
        new("digests-no-such-week", "auditor", async (_, visit) =>
        {
            var page = await visit.OpenAsync("/digests?week=foo");
            await Expect(page.GetByText("There is no week foo.")).ToBeVisibleAsync();
        }),
        new("digests-send", "administrator", async (_, visit) =>
        {
            var page = await visit.OpenAsync("/digests");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        }),
        new("digests-sent", "administrator", async (_, visit) =>
        {
            var page = await visit.OpenAsync("/digests");
            await page.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
            await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
            await Expect(page.GetByRole(AriaRole.Status).First).ToBeVisibleAsync();
        }),
    ];

    private static async Task<IPage> ToldAsync(Visit visit, Situation situation)
    {
        var page = await visit.OpenAsync("/");
        await situation.TellByMouseAsync(page);
        return page;
    }

    private static async Task<ILocator> OpenedAsync(Visit visit, string platform)
    {
        var page = await visit.OpenAsync("/reviews");
        var one = page.Locator(".case", new() { HasText = platform });
        await one.Locator("h2 button").ClickAsync();
        await Expect(one.Locator("form.deciding")).ToBeVisibleAsync();
        return one;
    }
}
