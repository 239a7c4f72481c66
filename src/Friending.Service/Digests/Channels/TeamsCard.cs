using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Friending.Service.Digests.Rendering;

namespace Friending.Service.Digests.Channels;

/// <summary>
/// A digest as an Adaptive Card, in the message that a Teams workflow takes. What is written goes into text runs, which know no
/// Markdown: nothing that a request holds becomes a link. What happened is there at once; the tables behind it show at the press of a
/// button. Teams refuses a message of more than 28 KB, counted after it has wrapped the
/// card and escaped what is not ASCII, so a card that would be larger than 20,000 bytes is cut and says so.
/// Source: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook (message size limit)
/// </summary>
internal static class TeamsCard
{
    /// <summary>The most bytes that a message has.</summary>
    internal const int MostBytes = 20_000;

    private const int MostRows = 5;

    private const string Details = "details";

    /// <summary>The message as it is sent: whole if that is small enough, else with fewer rows, and a link to the whole.</summary>
    internal static byte[] Write(DigestContent content)
    {
        for (var rows = MostRows; ; rows--)
        {
            var message = Encoding.UTF8.GetBytes(Of(content, rows).ToJsonString());
            if (message.Length <= MostBytes || rows < 0)
                return message;
        }
    }

    // With at most so many rows a table; with 0, without tables; with fewer, only the sentences.
    private static JsonObject Of(DigestContent content, int rows)
    {
        var isShort = rows < 0
            || content.Breakdowns.Any(t => t.Rows.Count > rows) || content.Background is { } all && all.Lines.Count > rows;
        var body = new JsonArray
        {
            Text(content.Title, size: "Large", isStrong: true),
            Text($"{content.Audience}, {content.Period}", isSubtle: true),
        };
        foreach (var task in content.First)
            body.Add((JsonNode)Task(task));
        body.Add((JsonNode)Text(content.Sentences[0], isStrong: true));
        if (content.Sentences.Count > 1)
            body.Add((JsonNode)Text(string.Join(' ', content.Sentences.Skip(1))));
        if (rows >= 0 && content.Outcomes is { } outcomes)
        {
            body.Add((JsonNode)Heading(outcomes.Heading));
            foreach (var row in outcomes.Rows)
            {
                body.Add((JsonNode)Pair(row.Label, Figures(row), isStrong: true));
                if (row.Percent > 0)
                    body.Add((JsonNode)Bar(row));
            }
        }
        body.Add((JsonNode)Heading(content.Trend.Heading));
        body.Add((JsonNode)Chart(content.Trend.Columns));
        if (rows >= 0)
            Add(body, content.Reviews);
        var details = new JsonArray();
        if (rows >= 0 && content.Exemptions is { } exemptions)
            Add(details, exemptions);
        foreach (var table in rows > 0 ? content.Breakdowns : [])
        {
            details.Add((JsonNode)Heading(table.Heading));
            foreach (var row in table.Rows.Take(rows))
                details.Add((JsonNode)Pair(row.Label, Figures(row)));
        }
        if (rows > 0 && content.Background is { } background)
            Add(details, background with { Lines = [.. background.Lines.Take(rows)] });
        if (details.Count > 0)
        {
            body.Add((JsonNode)Toggle(content));
            body.Add((JsonNode)new JsonObject { ["type"] = "Container", ["id"] = Details, ["isVisible"] = false, ["items"] = details });
        }
        if (isShort)
            body.Add((JsonNode)Shortened(content));
        body.Add((JsonNode)Text($"{content.Footnote} {content.Closing}".Trim(), size: "Small", isSubtle: true));

        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["lang"] = content.Language,
            ["fallbackText"] = content.Sentences[0],
            ["msteams"] = new JsonObject { ["width"] = "Full" },
            ["body"] = body,
        };
        if (content.Link is { } link)
            card["actions"] = new JsonArray(OpenLink(content, link));
        return TeamsMessage.Of(card);
    }

    private static void Add(JsonArray body, DigestLines lines)
    {
        body.Add((JsonNode)Heading(lines.Heading));
        foreach (var line in lines.Lines)
            body.Add((JsonNode)Pair(line.Name, line.Detail is null ? line.Value : $"{line.Value} ({line.Detail})"));
    }

    // https://adaptivecards.io/explorer/Action.ToggleVisibility.html, version 1.2
    private static JsonObject Toggle(DigestContent content) => new()
    {
        ["type"] = "ActionSet",
        ["actions"] = new JsonArray(new JsonObject
        {
            ["type"] = "Action.ToggleVisibility",
            ["title"] = content.DetailsText,
            ["targetElements"] = new JsonArray(Details),
        }),
    };

    private static string Figures(DigestBar row) => string.Join(" · ", new[] { row.Figure, row.Share, row.Change }.OfType<string>());

    private static JsonObject Shortened(DigestContent content)
    {
        var block = Text(content.ShortenedText);
        if (content.Link is { } link)
            block["inlines"]!.AsArray()
                .Add(new JsonObject
                { ["type"] = "TextRun", ["text"] = $" {content.LinkText}", ["selectAction"] = OpenLink(content, link) });
        return block;
    }

    private static JsonObject OpenLink(DigestContent content, Uri link) =>
        new() { ["type"] = "Action.OpenUrl", ["title"] = content.LinkText, ["url"] = link.AbsoluteUri };

    private static JsonObject Task(DigestTask task)
    {
        var block = Text(task.Text);
        if (task.Link is { } link)
        {
            block["inlines"]![0]!["selectAction"] =
                new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = task.Text, ["url"] = link.AbsoluteUri };
        }
        return block;
    }

    private static JsonObject Heading(string text)
    {
        var heading = Text(text, size: "Medium", isStrong: true);
        heading["spacing"] = "Large";
        heading["separator"] = true;
        return heading;
    }

    private static JsonObject Text(string text, string? size = null, bool isStrong = false, bool isSubtle = false, string? align = null)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text };
        if (size is not null)
            run["size"] = size;
        if (isStrong)
            run["weight"] = "Bolder";
        if (isSubtle)
            run["isSubtle"] = true;
        var block = new JsonObject { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(run) };
        if (align is not null)
            block["horizontalAlignment"] = align;
        return block;
    }

    private static JsonObject Pair(string name, string value, bool isStrong = false) => new()
    {
        ["type"] = "ColumnSet",
        ["spacing"] = "Small",
        ["columns"] = new JsonArray(Column("stretch", Text(name)), Column("auto", Text(value, isStrong: isStrong, align: "Right"))),
    };

    // Two columns as wide as the number and what is left of the whole.
    private static JsonObject Bar(DigestBar row)
    {
        var filled = Column(Weight(row.Percent));
        filled["style"] = row.Tone switch
        {
            DigestTone.Deny => "attention",
            DigestTone.Discourage => "warning",
            DigestTone.Permit => "good",
            _ => "accent",
        };
        filled["minHeight"] = "10px";
        var columns = new JsonArray(filled);
        if (row.Percent < 100)
            columns.Add((JsonNode)Column(Weight(100 - row.Percent)));
        return new() { ["type"] = "ColumnSet", ["spacing"] = "None", ["columns"] = columns };
    }

    private static JsonObject Chart(IEnumerable<DigestColumn> weeks) => new()
    {
        ["type"] = "ColumnSet",
        ["spacing"] = "Small",
        ["columns"] = new JsonArray([.. weeks.Select(week => (JsonNode)Column(
            "stretch", Text(week.Figure, isStrong: week.IsThis, align: "Center"),
            Text(week.Label, size: "Small", isSubtle: !week.IsThis, align: "Center")))]),
    };

    private static JsonObject Column(string width, params JsonNode[] items) =>
        new() { ["type"] = "Column", ["width"] = width, ["items"] = new JsonArray(items) };

    private static string Weight(int percent) => percent.ToString(CultureInfo.InvariantCulture);
}
