using System.Globalization;
using System.Text.Json;
using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Requests;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>
/// How many screens of questions the page shows to the people of the samples before their answer stands there. What only the
/// words to send need is asked beside the answer, on the answer's own screen.
/// </summary>
public sealed class SampleScreensTests(ITestOutputHelper output)
{
    private static readonly PolicyDecisionPoint s_policy = DefaultPolicy.Load();

    // What a record needs, though the answer may not hang on it.
    private static readonly string[] s_required = ["patient", "direction"];

    [Fact]
    public async Task The_sample_decisions_take_at_most_4_2_screens_and_3_3_where_the_care_role_is_known_already()
    {
        var requests =
            await File.ReadAllLinesAsync(Path.Combine(Demo.SamplesFolder, "requests.ndjson"), TestContext.Current.CancellationToken);
        double first = 0, again = 0, questions = 0, beside = 0, all = 0;
        for (var line = 0; line < requests.Length; line++)
        {
            var request = JsonSerializer.Deserialize(requests[line], ServiceJson.Web.FriendRequest)!;
            var truth = RequestFacts.Bind(
                request, s_policy.Facts, fillDefaults: true, DateOnly.FromDateTime(DateTime.UtcNow)).Facts;
            var often = Often(line, requests.Length);
            var (screens, asked, missing) = Ask(truth, new());
            var careRole = s_policy.Facts.IndexOf("careRole");
            first += often * screens;
            questions += often * asked;
            beside += often * missing;
            again += often * Ask(truth, truth.Knows(careRole) ? new FactSet().With(careRole, truth[careRole]) : new()).Screens;
            all += often;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Screens on average: {first:F2} for somebody new, {again:F2} for somebody whose care role is known; {questions:F2} "
                + $"questions one by one; beside the answer {beside:F2} more."));
        Assert.Equal(1, all, 9);
        Assert.InRange(first, 2, 4.2);
        Assert.InRange(again, 2, 3.3);
        Assert.True(first < questions);
    }

    // How often the demo takes a line for a sample decision: the first are the everyday ones.
    private static double Often(int line, int lines) =>
        Enumerable.Range(1, lines - 1).Where(most => line <= most).Sum(most => 1.0 / (lines - 1) / (most + 1));

    private static (int Screens, int Questions, int Missing) Ask(FactSet truth, FactSet known)
    {
        var (screens, questions) = (0, 0);
        for (; s_policy.Interview.ScreenFor(known) is { Count: > 0 } screen; screens++)
            foreach (var question in screen)
            {
                // What the sample leaves open would not have changed its answer: its first value does for all.
                known = known.With(question.Fact, Math.Max(0, truth[question.Fact]));
                questions++;
            }
        return (screens, questions, s_required.Count(fact => !known.Knows(s_policy.Facts.IndexOf(fact))));
    }
}
