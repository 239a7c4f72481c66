using MimeKit;

namespace Friending.Service.Mail;

/// <summary>The way that mail leaves the service.</summary>
public interface IMailTransport
{
    /// <summary>Whether the settings let mail be sent; if not, nothing is.</summary>
    bool IsConfigured { get; }

    /// <summary>Sends a mail once, from the address in its From header to those in To.</summary>
    /// <returns>Why recipients were refused while others were not, by address; the reason holds no address.</returns>
    /// <exception cref="MailException">It went to nobody.</exception>
    Task<IReadOnlyDictionary<string, string>> SendAsync(MimeMessage message, CancellationToken cancellation);
}

/// <summary>A mail went to nobody.</summary>
/// <param name="message">Why, for the log: without secret and address.</param>
public sealed class MailException(string message) : Exception(message);
