using System.Text;
using System.Text.Json.Nodes;
using Friending.Service.Digests.Channels;
using Friending.Service.Mail;
using Friending.Service.Outbox;
using Microsoft.Extensions.Options;

namespace Friending.Service.Notices;

/// <summary>
/// Tells the team by an Adaptive Card, through the workflow that takes the organisation's digest. What is written goes into text runs,
/// which know no Markdown.
/// </summary>
public sealed class NoticeCards(CallbackClient http, IOptions<TeamsOptions> teams)
{
    // Teams refuses a message of more than 28 KB; see TeamsCard.
    private const int MostItems = 20;

    /// <summary>Sends a card once.</summary>
    /// <exception cref="MailException">The workflow did not take it.</exception>
    internal async Task SendAsync(NoticeText text, CancellationToken cancellation)
    {
        var card = Encoding.UTF8.GetBytes(CardOf(text).ToJsonString());
        var outcome = await http.PostAsync(teams.Value.Webhook!, card, "application/json", cancellation);
        if (outcome.Result != CallbackResult.Delivered)
            throw new MailException($"the webhook did not take it: {outcome.Why}");
    }

    private static JsonObject CardOf(NoticeText text)
    {
        var body = new JsonArray { Block(text.Subject, null, isHeading: true) };
        foreach (var sentence in text.Sentences)
            body.Add((JsonNode)Block(sentence, null));
        foreach (var (item, link) in text.Items.Take(MostItems))
            body.Add((JsonNode)Block(item, link));
        var card = new JsonObject
        {
            ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
            ["type"] = "AdaptiveCard",
            ["version"] = "1.4",
            ["lang"] = text.Language,
            ["fallbackText"] = text.Subject,
            ["body"] = body,
        };
        if (text.Link is not null)
            card["actions"] = new JsonArray(Open(text.LinkText, text.Link));
        return TeamsMessage.Of(card);
    }

    private static JsonObject Block(string text, Uri? link, bool isHeading = false)
    {
        var run = new JsonObject { ["type"] = "TextRun", ["text"] = text };
        if (isHeading)
        {
            run["size"] = "Large";
            run["weight"] = "Bolder";
        }
        if (link is not null)
            run["selectAction"] = Open(text, link);
        return new() { ["type"] = "RichTextBlock", ["inlines"] = new JsonArray(run) };
    }

    private static JsonObject Open(string title, Uri link) =>
        new() { ["type"] = "Action.OpenUrl", ["title"] = title, ["url"] = link.AbsoluteUri };
}
