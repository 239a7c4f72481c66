using MimeKit;
using MimeKit.Text;

namespace Friending.Service.Mail;

/// <summary>A mail as the service sends it: plain text and HTML that say the same.</summary>
internal static class OutgoingMail
{
    /// <summary>The mail.</summary>
    /// <param name="id">The Message-ID, the same for a mail that is sent again.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="date">When it is sent.</param>
    /// <param name="text">The plain text.</param>
    /// <param name="html">The same as HTML.</param>
    /// <param name="language">The language, a BCP 47 tag.</param>
    /// <param name="recipients">Whom it goes to.</param>
    /// <param name="options">Whom it comes from.</param>
    internal static MimeMessage Of(
        string id, string subject, DateTimeOffset date, string text, string html, string language, IEnumerable<MailboxAddress> recipients,
        SmtpOptions options)
    {
        var message = new MimeMessage
        {
            MessageId = id,
            Subject = subject,
            Date = date,
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = text },
                new TextPart(TextFormat.Html) { Text = html },
            },
        };
        message.From.Add(MailboxAddress.Parse(options.From!));
        message.To.AddRange(recipients);
        // RFC 3834: nobody's holiday reply comes back.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add(HeaderId.ContentLanguage, language);
        if (!string.IsNullOrEmpty(options.ListUnsubscribe))
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{options.ListUnsubscribe}>");
        return message;
    }
}
