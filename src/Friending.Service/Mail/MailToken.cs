using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Options;

namespace Friending.Service.Mail;

/// <summary>Who signs in to send mail where a token is asked for: an app registration with its secret, or the managed identity.</summary>
internal sealed class MailToken(IOptions<MailOptions> mail, IOptions<CloudOptions> cloud)
{
    private readonly Lazy<TokenCredential> _credential = new(() => CredentialOf(mail.Value, cloud.Value));

    /// <summary>The credential; it keeps tokens until they expire.</summary>
    internal TokenCredential Credential => _credential.Value;

    /// <summary>A token for Exchange Online.</summary>
    /// <exception cref="MailException">Entra ID gave none.</exception>
    internal async Task<string> ForSmtpAsync(CancellationToken cancellation)
    {
        try
        {
            var context = new TokenRequestContext([new Uri(cloud.Value.Outlook, ".default").AbsoluteUri]);
            return (await Credential.GetTokenAsync(context, cancellation)).Token;
        }
        catch (AuthenticationFailedException)
        {
            throw NoToken();
        }
    }

    /// <summary>Entra ID gave no token; why stays here, since it may name people.</summary>
    internal static MailException NoToken() => new("Entra ID gave no token to send mail with");

    private static TokenCredential CredentialOf(MailOptions mail, CloudOptions cloud) => string.IsNullOrEmpty(mail.ClientSecret)
        ? new ManagedIdentityCredential(string.IsNullOrEmpty(mail.ClientId)
            ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(mail.ClientId))
        : new ClientSecretCredential(mail.TenantId, mail.ClientId, mail.ClientSecret, new()
        {
            AuthorityHost = cloud.Login,
            // Only the public cloud can tell which authorities there are.
            DisableInstanceDiscovery = !cloud.IsPublic,
        });
}
