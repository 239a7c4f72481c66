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
internal sealed record NoticeText(
    string Language, string Subject, IReadOnlyList<string> Sentences, IReadOnlyList<(string Text, Uri? Link)> Items, Uri? Link,
    string LinkText)
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
            var html = new StringBuilder();
            html.Append($"<!DOCTYPE html><html lang=\"{Language}\"><head><meta charset=\"utf-8\">")
                .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .Append("<meta name=\"color-scheme\" content=\"light dark\">")
                .Append($"<title>{Encoded(Subject)}</title></head>")
                .Append("<body style=\"margin:0;padding:16px;font:16px/1.5 'Segoe UI',Arial,sans-serif\">")
                .Append("<div style=\"max-width:560px\">");
            foreach (var sentence in Sentences)
                html.Append($"<p>{Encoded(sentence)}</p>");
            if (Items.Count > 0)
            {
                html.Append("<ul>");
                foreach (var (item, link) in Items)
                    html.Append($"<li>{(link is null ? Encoded(item) : Anchor(link, item))}</li>");
                html.Append("</ul>");
            }
            if (Link is not null)
                html.Append($"<p>{Anchor(Link, LinkText)}</p>");
            return html.Append("</div></body></html>").ToString();
        }
    }

    private static string Anchor(Uri link, string text) => $"<a href=\"{Encoded(link.AbsoluteUri)}\">{Encoded(text)}</a>";

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
