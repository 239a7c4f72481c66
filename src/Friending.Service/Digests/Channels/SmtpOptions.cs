using System.ComponentModel.DataAnnotations;
using MimeKit;

namespace Friending.Service.Digests.Channels;

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

/// <summary>Settings, section <c>Smtp</c>: the mail server that digests go out by.</summary>
public sealed class SmtpOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Smtp";

    /// <summary>The server's name. Absent: no digest goes out by mail.</summary>
    public string? Host { get; set; }

    /// <summary>The server's port.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is encrypted: `StartTls`, `Tls` or `None`.</summary>
    public SmtpSecurity Security { get; set; }

    /// <summary>The user to sign in as. Absent: the server asks for none.</summary>
    public string? User { get; set; }

    /// <summary>The user's password.</summary>
    public string? Password { get; set; }

    /// <summary>Whom digests come from, such as `Friending &lt;friending@example.org&gt;`.</summary>
    public string? From { get; set; }

    /// <summary>Where readers can leave, for the header `List-Unsubscribe`: a `mailto:` or `https:` address. Absent: no such header.</summary>
    public string? ListUnsubscribe { get; set; }

    /// <summary>Seconds to wait for the server, at each step.</summary>
    [Range(1, 600)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(Host))
            yield break;
        if (!Enum.IsDefined(Security))
            yield return new("Smtp:Security must be StartTls, Tls or None.", [nameof(Security)]);
        if (!MailboxAddress.TryParse(From, out var from) || from.Domain.Length == 0)
            yield return new("Smtp:From must be a mail address, such as friending@example.org.", [nameof(From)]);
        if (string.IsNullOrEmpty(User) != string.IsNullOrEmpty(Password))
            yield return new("Smtp:User and Smtp:Password go together.", [nameof(User)]);
        if (!string.IsNullOrEmpty(User) && Security == SmtpSecurity.None)
            yield return new("Smtp:Security is None, and a password is not sent unencrypted.", [nameof(Security)]);
        if (!string.IsNullOrEmpty(ListUnsubscribe)
            && !(Uri.TryCreate(ListUnsubscribe, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeMailto || uri.Scheme == Uri.UriSchemeHttps)))
            yield return new("Smtp:ListUnsubscribe must be a mailto: or https: address.", [nameof(ListUnsubscribe)]);
    }
}
