using Friending.Service.Mail;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Friending.Service.Digests.Channels;

/// <summary>Sends digests by mail, one mail an audience.</summary>
public sealed class MailChannel(DigestMessage messages, IMailTransport transport, IOptions<SmtpOptions> options) : IDigestChannel
{
    /// <inheritdoc/>
    public string Name => "mail";

    /// <inheritdoc/>
    public bool IsConfiguredFor(DigestAudience audience) => transport.IsConfigured && audience.Recipients.Count > 0;

    /// <inheritdoc/>
    public async Task<DigestDelivery> SendAsync(Digest digest, DigestAudience audience, CancellationToken cancellation)
    {
        var refused = new List<RefusedRecipient>();
        var addresses = new List<(string Recipient, MailboxAddress Address)>();
        foreach (var recipient in audience.Recipients)
        {
            if (MailboxAddress.TryParse(recipient, out var address))
                addresses.Add((recipient, address));
            else
                refused.Add(new(recipient, "not a mail address"));
        }
        if (addresses.Count == 0)
            throw new DigestChannelException("no recipient is a mail address");

        using var message = await messages.BuildAsync(digest, audience, addresses.Select(a => a.Address), options.Value, cancellation);
        try
        {
            var why = await transport.SendAsync(message, cancellation);
            refused.AddRange(addresses.Where(a => why.ContainsKey(a.Address.Address))
                .Select(a => new RefusedRecipient(a.Recipient, why[a.Address.Address])));
        }
        catch (MailException e)
        {
            throw new DigestChannelException(e.Message);
        }
        return new([.. audience.Recipients.Except(refused.Select(r => r.Recipient))], refused);
    }
}
