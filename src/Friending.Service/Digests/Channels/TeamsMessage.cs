using System.Text.Json.Nodes;

namespace Friending.Service.Digests.Channels;

/// <summary>The message in which a Teams workflow takes an Adaptive Card.</summary>
internal static class TeamsMessage
{
    /// <summary>The message with one card.</summary>
    // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
    internal static JsonObject Of(JsonObject card) => new()
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
