using System.Net;
using System.Text;

namespace Friending.Service.Notices;

/// <summary>A case as a notice tells of it: no more than the network and days.</summary>
/// <param name="Platform">The network; null where the policy asks for none.</param>
/// <param name="AskedAt">When somebody asked.</param>
/// <param name="DueAt">When it is due.</param>
/// <param name="IsTaken">Whether a reviewer has taken it.</param>
/// <param name="Link">The case on the web; null where nobody knows the service's address.</param>
internal sealed record CaseLine(string? Platform, DateTimeOffset AskedAt, DateTimeOffset DueAt, bool IsTaken, Uri? Link);

/// <summary>What a notice says, in a language. Every text is plain, none is markup.</summary>
/// <param name="Language">The language, a BCP 47 tag.</param>
/// <param name="Subject">The subject, or heading.</param>
/// <param name="Sentences">What it says, a paragraph each.</param>
/// <param name="Items">What it lists, each with its link.</param>
/// <param name="Link">Where to go on; null where nobody knows the service's address.</param>
/// <param name="LinkText">What the link says.</param>
/// <param name="More">What says that a list goes on, by the number of items that are not shown.</param>
internal sealed record NoticeText(
    string Language, string Subject, IReadOnlyList<string> Sentences, IReadOnlyList<(string Text, Uri? Link)> Items, Uri? Link,
    string LinkText, Func<int, string> More)
{
    /// <summary>The text for a mail program without HTML.</summary>
    internal string Plain
    {
        get
        {
            var text = new StringBuilder();
            foreach (var sentence in Sentences)
                text.Append(sentence).Append("\n\n");
            foreach (var (item, link) in Items)
                text.Append("- ").Append(item).Append('\n').Append(link is null ? "" : $"  {link.AbsoluteUri}\n");
            if (Link is not null)
                text.Append(Items.Count > 0 ? "\n" : "").Append(LinkText).Append(":\n").Append(Link.AbsoluteUri).Append('\n');
            return text.ToString();
        }
    }

    /// <summary>The same as HTML.</summary>
    internal string Html
    {
        get
        {
            var items = string.Concat(Items.Select(i => $"<li>{(i.Link is null ? Encoded(i.Text) : Anchor(i.Link, i.Text))}</li>"));
            return $"""
                <!DOCTYPE html>
                <html lang="{Language}">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>{Encoded(Subject)}</title>
                </head>
                <body style="margin:0;padding:16px;font:16px/1.5 'Segoe UI',Arial,sans-serif">
                <div style="max-width:560px">
                {string.Concat(Sentences.Select(s => $"<p>{Encoded(s)}</p>"))}
                {(items.Length == 0 ? "" : $"<ul>{items}</ul>")}
                {(Link is null ? "" : $"<p>{Anchor(Link, LinkText)}</p>")}
                </div>
                </body>
                </html>
                """;
        }
    }

    private static string Anchor(Uri link, string text) => $"<a href=\"{Encoded(link.AbsoluteUri)}\">{Encoded(text)}</a>";

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
