using System.ComponentModel.DataAnnotations;
using MimeKit;

namespace Friending.Service.Mail;

/// <summary>How the connection to a mail server is encrypted.</summary>
public enum SmtpSecurity
{
    /// <summary>By STARTTLS, before anything is said; a server that does not offer it gets no mail. What port 587 does.</summary>
    StartTls,

    /// <summary>From the first byte. What port 465 does.</summary>
    Tls,

    /// <summary>Not at all: for a relay on the same machine. A password is never sent so.</summary>
    None,
}

/// <summary>How the user signs in to a mail server.</summary>
public enum SmtpSignIn
{
    /// <summary>With a password. Exchange Online ends it at the end of December 2026.</summary>
    Password,

    /// <summary>With a token of Entra ID (XOAUTH2); see <see cref="MailOptions"/>.</summary>
    OAuth,
}

/// <summary>Settings, section <c>Smtp</c>: the mail server, and whom mails come from.</summary>
public sealed class SmtpOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Smtp";

    /// <summary>The server's name. Absent: no mail goes out, unless `Mail__Transport` is `Graph`.</summary>
    public string? Host { get; set; }

    /// <summary>The server's port.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is encrypted: `StartTls`, `Tls` or `None`.</summary>
    public SmtpSecurity Security { get; set; }

    /// <summary>How the user signs in: `Password`, or `OAuth` with a token for who `Mail` says.</summary>
    public SmtpSignIn SignIn { get; set; }

    /// <summary>The user to sign in as, with `OAuth` the mailbox. Absent: the server asks for none.</summary>
    public string? User { get; set; }

    /// <summary>The user's password.</summary>
    public string? Password { get; set; }

    /// <summary>Whom mails come from, such as `Friending &lt;friending@example.org&gt;`.</summary>
    public string? From { get; set; }

    /// <summary>Where readers can leave, for the header `List-Unsubscribe`: a `mailto:` or `https:`
    /// address. Absent: no such header.</summary>
    public string? ListUnsubscribe { get; set; }

    /// <summary>Seconds to wait for the server, at each step.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>Whether <see cref="From"/> is a mail address.</summary>
    internal bool HasSender => MailboxAddress.TryParse(From, out var from) && from.Domain.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Host))
            yield break;
        if (!Enum.IsDefined(Security))
            yield return new("Smtp:Security must be StartTls, Tls or None.", [nameof(Security)]);
        if (!Enum.IsDefined(SignIn))
            yield return new("Smtp:SignIn must be Password or OAuth.", [nameof(SignIn)]);
        if (!HasSender)
            yield return new("Smtp:From must be a mail address, such as friending@example.org.", [nameof(From)]);
        if (SignIn == SmtpSignIn.OAuth && (string.IsNullOrEmpty(User) || !string.IsNullOrEmpty(Password)))
            yield return new("Smtp:SignIn is OAuth, which needs Smtp:User and no Smtp:Password.", [nameof(User)]);
        if (SignIn == SmtpSignIn.Password && string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
            yield return new("Smtp:User and Smtp:Password go together.", [nameof(User)]);
        if (!string.IsNullOrEmpty(User) && Security == SmtpSecurity.None)
            yield return new("Smtp:Security is None, and neither password nor token is sent unencrypted.", [nameof(Security)]);
        if (!string.IsNullOrEmpty(ListUnsubscribe)
            && !(Uri.TryCreate(ListUnsubscribe, UriKind.Absolute, out var uri)
                && (uri.Scheme == Uri.UriSchemeMailto || uri.Scheme == Uri.UriSchemeHttps)))
            yield return new("Smtp:ListUnsubscribe must be a mailto: or https: address.", [nameof(ListUnsubscribe)]);
    }
}
