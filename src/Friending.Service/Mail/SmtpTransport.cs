using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Friending.Service.Mail;

/// <summary>Sends mail by SMTP.</summary>
internal sealed class SmtpTransport(IOptions<SmtpOptions> options, MailToken token) : IMailTransport
{
    /// <inheritdoc/>
    public bool IsConfigured => !string.IsNullOrEmpty(options.Value.Host);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, string>> SendAsync(MimeMessage message, CancellationToken cancellation)
    {
        var smtp = options.Value;
        using var client = new RecipientByRecipient { Timeout = (int)TimeSpan.FromSeconds(smtp.TimeoutSeconds).TotalMilliseconds };
        var handover = new Handover();
        try
        {
            await client.ConnectAsync(smtp.Host!, smtp.Port, SocketOptions(smtp.Security), cancellation);
            if (smtp.SignIn == SmtpSignIn.OAuth)
                await client.AuthenticateAsync(new SaslMechanismOAuth2(smtp.User!, await token.ForSmtpAsync(cancellation)), cancellation);
            else if (!string.IsNullOrEmpty(smtp.User))
                await client.AuthenticateAsync(smtp.User, smtp.Password!, cancellation);
            await client.SendAsync(message, cancellation, handover);
        }
        catch (Exception e) when (Why(e, cancellation) is { } why)
        {
            // The error itself stays here: what servers answer holds the addresses.
            var everybody = message.To.Mailboxes.Select(m => m.Address).Distinct().Count();
            throw client.Refused.Count == everybody
                ? new MailException($"every recipient was refused ({client.Refused.Values.First()})")
                : new MailException(why, mayHaveArrived: handover.HasBegun && e is not SmtpCommandException);
        }
        await DisconnectAsync(client);
        return client.Refused;
    }

    private static SecureSocketOptions SocketOptions(SmtpSecurity security) => security switch
    {
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        SmtpSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    // Null for what is no failure of the mail server's.
    private string? Why(Exception error, CancellationToken cancellation) => error switch
    {
        SmtpCommandException e => $"the mail server answered {Code(e.StatusCode)} ({e.ErrorCode})",
        AuthenticationException =>
            options.Value.SignIn == SmtpSignIn.OAuth ? "the mail server refused the token" : "the mail server refused user and password",
        SslHandshakeException => "no encrypted connection to the mail server, or its certificate is not trusted",
        SocketException e => $"no connection to the mail server ({e.SocketErrorCode})",
        ProtocolException or NotSupportedException => $"the mail server does not follow the protocol ({error.GetType().Name})",
        IOException => "the connection to the mail server broke",
        TimeoutException => "no answer from the mail server in time",
        OperationCanceledException when !cancellation.IsCancellationRequested => "no answer from the mail server in time",
        _ => null,
    };

    private static string Code(SmtpStatusCode code) => ((int)code).ToString(CultureInfo.InvariantCulture);

    // The mail is out, whatever becomes of the connection.
    private static async Task DisconnectAsync(SmtpClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or OperationCanceledException)
        {
        }
    }

    // A server that has the whole message may have taken it, though its answer is lost (RFC 5321, section 4.5.3.2.6).
    private sealed class Handover : ITransferProgress
    {
        /// <summary>Whether a part of the message went out.</summary>
        public bool HasBegun { get; private set; }

        public void Report(long bytesTransferred, long totalSize) => HasBegun = true;

        public void Report(long bytesTransferred) => HasBegun = true;
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
