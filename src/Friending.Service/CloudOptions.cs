using System.ComponentModel.DataAnnotations;

namespace Friending.Service;

/// <summary>
/// Settings, section <c>Cloud</c>: the endpoints of the Microsoft cloud that the service runs in. The defaults are those of the
/// public cloud; sovereign clouds have others: https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
/// </summary>
public sealed class CloudOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cloud";

    /// <summary>Where Entra ID issues tokens.</summary>
    public Uri Login { get; set; } = new("https://login.microsoftonline.com");

    /// <summary>Microsoft Graph, by which mail is sent where `Mail__Transport` is `Graph`.</summary>
    public Uri Graph { get; set; } = new("https://graph.microsoft.com");

    /// <summary>Exchange Online, which the tokens are for where `Smtp__SignIn` is `OAuth`.</summary>
    public Uri Outlook { get; set; } = new("https://outlook.office365.com");

    /// <summary>Whether Entra ID is that of the public cloud.</summary>
    internal bool IsPublic => Login == new CloudOptions().Login;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, value) in new[] { (nameof(Login), Login), (nameof(Graph), Graph), (nameof(Outlook), Outlook) })
        {
            if (!value.IsAbsoluteUri || value.Scheme != Uri.UriSchemeHttps || value.AbsolutePath != "/")
                yield return new($"{Section}:{name} must be an https address without a path.", [name]);
        }
    }
}
