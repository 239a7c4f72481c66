using System.ComponentModel.DataAnnotations;

namespace Friending.Service.Mail;

/// <summary>How mail leaves the service.</summary>
public enum MailTransportKind
{
    /// <summary>By a mail server; see <see cref="SmtpOptions"/>.</summary>
    Smtp,

    /// <summary>By Microsoft Graph, from the mailbox of `Smtp__From`.</summary>
    Graph,
}

/// <summary>
/// Settings, section <c>Mail</c>: how mail leaves the service, and as whom it signs in where it needs a token. With a client secret it
/// is an app registration, without one the app's managed identity.
/// </summary>
public sealed class MailOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Mail";

    /// <summary>How mail is sent: `Smtp`, or `Graph` for Microsoft Graph, which needs no mail server.</summary>
    public MailTransportKind Transport { get; set; }

    /// <summary>The tenant of the app registration that signs in with `Mail__ClientSecret`: its id, a GUID.</summary>
    public string? TenantId { get; set; }

    /// <summary>Who gets tokens: the client id of an app registration with `Mail__ClientSecret`, else of a user-assigned managed identity;
    /// absent: the system-assigned one.</summary>
    public string? ClientId { get; set; }

    /// <summary>The client secret of the app registration. Absent: the managed identity signs in.</summary>
    public string? ClientSecret { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enum.IsDefined(Transport))
            yield return new("Mail:Transport must be Smtp or Graph.", [nameof(Transport)]);
        if (!string.IsNullOrEmpty(ClientSecret) && (!Guid.TryParseExact(TenantId, "D", out _) || string.IsNullOrEmpty(ClientId)))
            yield return new("Mail:ClientSecret needs Mail:TenantId, a GUID, and Mail:ClientId.", [nameof(TenantId), nameof(ClientId)]);
    }
}
