using System.Security.Cryptography;
using System.Text;
using Friending.Service.Digests.Rendering;
using Friending.Service.Mail;
using MimeKit;
using MimeKit.Text;

namespace Friending.Service.Digests.Channels;

/// <summary>A digest as a mail: plain text and HTML that say the same.</summary>
public sealed class DigestMessage(DigestRendering rendering, TimeProvider time)
{
    /// <summary>The mail.</summary>
    /// <param name="digest">What it says.</param>
    /// <param name="audience">In which language.</param>
    /// <param name="recipients">Whom it goes to.</param>
    /// <param name="options">Whom it comes from.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<MimeMessage> BuildAsync(
        Digest digest, DigestAudience audience, IEnumerable<MailboxAddress> recipients, SmtpOptions options, CancellationToken cancellation)
    {
        var content = rendering.Content(digest, audience.Language);
        var from = MailboxAddress.Parse(options.From!);
        var message = new MimeMessage
        {
            MessageId = IdOf(digest, from.Domain),
            Subject = $"{content.Title}: {content.Audience}",
            Date = time.GetUtcNow(),
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = rendering.Text(digest, audience.Language) },
                new TextPart(TextFormat.Html) { Text = await rendering.HtmlAsync(digest, audience.Language, cancellation) },
            },
        };
        message.From.Add(from);
        message.To.AddRange(recipients);
        // RFC 3834: nobody's holiday reply comes back.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add(HeaderId.ContentLanguage, content.Language);
        if (!string.IsNullOrEmpty(options.ListUnsubscribe))
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{options.ListUnsubscribe}>");
        return message;
    }

    /// <summary>The Message-ID of a week and an audience, always the same: a mail that is sent again is known to be the same one.</summary>
    internal static string IdOf(Digest digest, string domain)
    {
        var audience = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digest.Audience)).AsSpan(0, 8));
        return $"friending.{digest.Week}.{audience}@{domain}";
    }
}
