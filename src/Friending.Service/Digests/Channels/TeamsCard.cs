using System.Globalization;
using System.Text.Json.Nodes;
using Friending.Service.Digests.Rendering;

namespace Friending.Service.Digests.Channels;

/// <summary>
/// A digest as an Adaptive Card, in the message that a Teams workflow takes. What is written goes into text runs, which know no
/// Markdown: nothing that a request holds becomes a link. A message of more than 28 KB is refused, so long lists are cut.
/// </summary>
internal static class TeamsCard
{
    private const int MostRows = 5;

    internal static JsonObject Of(DigestContent content)
    {
        var body = new JsonArray
        {
            Text(content.Title, size: "Large", isStrong: true),
            Text($"{content.Audience}, {content.Period}", isSubtle: true),
            Text(content.Sentences[0], isStrong: true),
        };
        if (content.Sentences.Count > 1)
            body.Add((JsonNode)Text(string.Join(' ', content.Sentences.Skip(1))));
        if (content.Outcomes is { } outcomes)
        {
            body.Add((JsonNode)Heading(outcomes.Heading));
            foreach (var row in outcomes.Rows)
            {
                body.Add((JsonNode)Pair(row.Label, Figures(row, content), isStrong: true));
                if (row.Percent > 0)
                    body.Add((JsonNode)Bar(row));
            }
        }
        body.Add((JsonNode)Heading(content.Trend.Heading));
        body.Add((JsonNode)Chart(content.Trend.Columns));
        foreach (var lines in new[] { content.Reviews, content.Exemptions }.OfType<DigestLines>())
        {
            body.Add((JsonNode)Heading(lines.Heading));
            foreach (var line in lines.Lines)
                body.Add((JsonNode)Pair(line.Name, line.Detail is null ? line.Value : $"{line.Value} ({line.Detail})"));
        }
        foreach (var table in content.Breakdowns)
        {
            body.Add((JsonNode)Heading(table.Heading));
            foreach (var row in table.Rows.Take(MostRows))
                body.Add((JsonNode)Pair(row.Label, Figures(row, content)));
        }
        if (content.Background is { } background)
        {
            body.Add((JsonNode)Heading(background.Heading));
            foreach (var line in background.Lines)
                body.Add((JsonNode)Pair(line.Name, line.Value));
        }
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
            card["actions"] = new JsonArray(new JsonObject { ["type"] = "Action.OpenUrl", ["title"] = content.LinkText, ["url"] = link.AbsoluteUri });
        // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
        return new()
        {
            ["type"] = "message",
            ["attachments"] = new JsonArray(new JsonObject
            {
                ["contentType"] = "application/vnd.microsoft.card.adaptive",
                ["contentUrl"] = null,
                ["content"] = card,
            }),
        };
    }

    private static string Figures(DigestBar row, DigestContent content)
    {
        var figures = string.Join("  ", new[] { row.Figure, row.Share, row.Change }.OfType<string>());
        return row.ComparedFigure is null ? figures : $"{figures}  ({content.ComparedWith}: {row.ComparedShare ?? row.ComparedFigure})";
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
            "stretch", Text(week.Figure, isStrong: week.IsThis, align: "Center"), Text(week.Label, size: "Small", isSubtle: !week.IsThis, align: "Center")))]),
    };

    private static JsonObject Column(string width, params JsonNode[] items) => new() { ["type"] = "Column", ["width"] = width, ["items"] = new JsonArray(items) };

    private static string Weight(int percent) => percent.ToString(CultureInfo.InvariantCulture);
}
