using System.Text;
using System.Text.Json.Nodes;
using Friending.Service.Digests.Channels;
using Friending.Service.Mail;
using Friending.Service.Outbox;
using Microsoft.Extensions.Options;

namespace Friending.Service.Notices;

/// <summary>
/// Tells the team by an Adaptive Card, through the workflow that takes the organisation's digest. Texts are written as text runs,
/// which have no Markdown. Of a list that would make the message larger than <see cref="TeamsCard.MostBytes"/> the card shows the
/// beginning and says how many more there are.
/// </summary>
public sealed class NoticeCards(CallbackClient http, IOptions<TeamsOptions> teams)
{
    // More are not read in a channel; the link leads to all of them.
    private const int MostItems = 20;

    /// <summary>Sends a card once.</summary>
    /// <exception cref="MailException">The workflow did not take it, or did not answer.</exception>
    internal async Task SendAsync(NoticeText text, CancellationToken cancellation)
    {
        var outcome = await http.PostAsync(teams.Value.Webhook!, Write(text), "application/json", cancellation);
        if (outcome.Result != CallbackResult.Delivered)
            throw new MailException($"the webhook did not accept it: {outcome.Why}", outcome.IsUnanswered, outcome.RetryAfter);
    }

    private static byte[] Write(NoticeText text)
    {
        for (var items = MostItems; ; items--)
        {
            var message = Encoding.UTF8.GetBytes(CardOf(text, items).ToJsonString());
            if (message.Length <= TeamsCard.MostBytes || items == 0)
                return message;
        }
    }

    private static JsonObject CardOf(NoticeText text, int items)
    {
        var body = new JsonArray { Block(text.Subject, null, isHeading: true) };
        foreach (var sentence in text.Sentences)
            body.Add((JsonNode)Block(sentence, null));
        foreach (var (item, link) in text.Items.Take(items))
            body.Add((JsonNode)Block(item, link));
        if (text.Items.Count > items)
            body.Add((JsonNode)Block(text.More(text.Items.Count - items), text.Link));
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
