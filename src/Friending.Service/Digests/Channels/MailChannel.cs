using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Friending.Service.Digests.Channels;

/// <summary>Sends digests by SMTP, one mail an audience.</summary>
public sealed class MailChannel(DigestMessage messages, IOptions<SmtpOptions> options) : IDigestChannel
{
    /// <inheritdoc/>
    public string Name => "mail";

    /// <inheritdoc/>
    public bool IsConfiguredFor(DigestAudience audience) => !string.IsNullOrEmpty(options.Value.Host) && audience.Recipients.Count > 0;

    /// <inheritdoc/>
    public async Task<DigestDelivery> SendAsync(Digest digest, DigestAudience audience, CancellationToken cancellation)
    {
        var smtp = options.Value;
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

        using var message = await messages.BuildAsync(digest, audience, addresses.Select(a => a.Address), smtp, cancellation);
        using var client = new RecipientByRecipient { Timeout = (int)TimeSpan.FromSeconds(smtp.TimeoutSeconds).TotalMilliseconds };
        try
        {
            await client.ConnectAsync(smtp.Host!, smtp.Port, SocketOptions(smtp.Security), cancellation);
            if (!string.IsNullOrEmpty(smtp.User))
                await client.AuthenticateAsync(smtp.User, smtp.Password!, cancellation);
            await client.SendAsync(message, cancellation);
        }
        catch (Exception e) when (Why(e, cancellation) is { } why)
        {
            // The error itself stays here: what servers answer holds the addresses.
            throw new DigestChannelException(client.Refused.Count == addresses.Count ? $"every recipient was refused ({client.Refused.Values.First()})" : why);
        }
        await SayGoodbyeAsync(client);

        refused.AddRange(addresses.Where(a => client.Refused.ContainsKey(a.Address.Address)).Select(a => new RefusedRecipient(a.Recipient, client.Refused[a.Address.Address])));
        return new([.. audience.Recipients.Except(refused.Select(r => r.Recipient))], refused);
    }

    private static SecureSocketOptions SocketOptions(SmtpSecurity security) => security switch
    {
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    // Null for what is no failure of the mail server's.
    private static string? Why(Exception error, CancellationToken cancellation) => error switch
    {
        SmtpCommandException e => $"the mail server answered {Code(e.StatusCode)} ({e.ErrorCode})",
        AuthenticationException => "the mail server refused user and password",
        SslHandshakeException => "no encrypted connection to the mail server, or its certificate is not trusted",
        SocketException e => $"no connection to the mail server ({e.SocketErrorCode})",
        ProtocolException or NotSupportedException => $"the mail server does not speak as it should ({error.GetType().Name})",
        IOException => "the connection to the mail server broke",
        TimeoutException => "no answer from the mail server in time",
        OperationCanceledException when !cancellation.IsCancellationRequested => "no answer from the mail server in time",
        _ => null,
    };

    private static string Code(SmtpStatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);

    // The mail is out, whatever becomes of the connection.
    private static async Task SayGoodbyeAsync(SmtpClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or OperationCanceledException)
        {
        }
    }

    /// <summary>Goes on where a recipient is refused, and keeps who it was.</summary>
    private sealed class RecipientByRecipient : SmtpClient
    {
        /// <summary>Why, by address.</summary>
        public Dictionary<string, string> Refused { get; } = [];

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
            Refused[mailbox.Address] = $"the mail server answered {Code(response.StatusCode)}";
    }
}
