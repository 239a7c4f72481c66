using System.Globalization;
using System.Text;
using Friending.Policy.Documents;
using Friending.Service.Languages;

namespace Friending.Service.Digests.Rendering;

/// <summary>A digest as comma-separated values. The names of columns and sections are those of the JSON, in every language.</summary>
internal static class DigestCsv
{
    internal static string Of(Digest digest, CultureInfo culture, PolicyDocument policy)
    {
        var words = Words.For(culture).Words;
        var labels = new DigestLabels(policy, words);
        var csv = new StringBuilder(Service.Csv.Line("week", "audience", "section", "value", "label", "requests", "weekBefore"));

        Add("requests", "", "", Figure(digest.Requests), Figure(digest.RequestsWeekBefore));
        foreach (var trend in digest.Trend)
            Add("trend", trend.Week.ToString(), "", Figure(trend.Requests));
        foreach (var breakdown in digest.Breakdowns)
            foreach (var row in breakdown.Rows)
                Add(breakdown.Fact is { } fact ? $"facts.{fact}" : Name(breakdown.By), row.Value,
                    labels.Of(breakdown.By, row.Value, breakdown.Fact), Figure(row.Requests), Figure(row.WeekBefore));
        foreach (var exemption in digest.Exemptions)
            Add("exemptions", exemption.Exemption, labels.Exemption(exemption.Exemption), Figure(exemption.Permitted));
        Add("reviews", "opened", words["opened"], Figure(digest.Reviews.Opened));
        Add("reviews", "resolved", words["resolved"], Figure(digest.Reviews.Resolved));
        Add("reviews", "medianHoursToResolve", words["median"],
            digest.Reviews.MedianHoursToResolve?.ToString("0.##", CultureInfo.InvariantCulture) ?? "");
        Add("reviews", "pending", words["pending"], Figure(digest.Reviews.Pending));
        Add("reviews", "oldestPendingSince", words["oldest"],
            digest.Reviews.OldestPendingSince?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "");
        foreach (var version in digest.Policies)
            Add("policies", version.Version, version.Sha256, Figure(version.Requests));
        if (digest.Poisoned is { } poisoned)
            Add("poisoned", "", words["poisoned"], poisoned.ToString(CultureInfo.InvariantCulture));
        return csv.ToString();

        void Add(string section, string value, string label, string requests, string weekBefore = "") =>
            csv.Append(Service.Csv.Line(digest.Week.ToString(), digest.Audience, section, value, label, requests, weekBefore));

        string Figure(DigestFigure figure) => figure switch
        {
            { Value: { } value } => value.ToString(CultureInfo.InvariantCulture),
            { FewerThan: { } threshold } => words.Say("fewerThan", threshold),
            _ => words["notTold"],
        };
    }

    // A name as the JSON has it.
    private static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
