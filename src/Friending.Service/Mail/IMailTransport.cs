using MimeKit;

namespace Friending.Service.Mail;

/// <summary>The way that mail leaves the service.</summary>
public interface IMailTransport
{
    /// <summary>Whether the settings let mail be sent; if not, nothing is.</summary>
    bool IsConfigured { get; }

    /// <summary>Sends a mail once, from the address in its From header to those in To.</summary>
    /// <returns>Why recipients were refused while others were not, by address; the reason holds no address.</returns>
    /// <exception cref="MailException">It went to nobody, or the answer of whoever took it was lost.</exception>
    Task<IReadOnlyDictionary<string, string>> SendAsync(MimeMessage message, CancellationToken cancellation);
}

/// <summary>A mail, or a card, went to nobody.</summary>
/// <param name="message">Why, for the log: without secret and address.</param>
/// <param name="mayHaveArrived">Whether it was handed over and only the answer is missing.</param>
/// <param name="retryAfter">How long whoever refused it asks to wait before the next try; null if they do not say.</param>
public sealed class MailException(string message, bool mayHaveArrived = false, TimeSpan? retryAfter = null) : Exception(message)
{
    /// <summary>How long whoever refused it asks to wait before the next try; null if they do not say.</summary>
    public TimeSpan? RetryAfter => retryAfter;

    /// <summary>Whether it was handed over and only the answer is missing: sent again, it may arrive twice.</summary>
    public bool MayHaveArrived => mayHaveArrived;
}
