using System.Security.Cryptography;
using System.Text;
using Friending.Service.Digests.Rendering;
using Friending.Service.Mail;
using MimeKit;

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
        return OutgoingMail.Of(
            IdOf(digest, from.Domain), $"{content.Title}: {content.Audience}", time.GetUtcNow(), rendering.Text(digest, audience.Language),
            await rendering.HtmlAsync(digest, audience.Language, cancellation), content.Language, recipients, options);
    }

    /// <summary>The Message-ID of a week and an audience, always the same: a mail that is sent again is known to be the same one.</summary>
    internal static string IdOf(Digest digest, string domain)
    {
        var audience = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digest.Audience)).AsSpan(0, 8));
        return $"friending.{digest.Week}.{audience}@{domain}";
    }
}
