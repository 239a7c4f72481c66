using Friending.Service;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>Settings, section <c>Authentication</c>: whose people may sign in. Without both, callers have keys only.</summary>
public sealed class TokenOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Authentication";

    private const string ClientIdUri = "api://";
    private const string ScopeName = "user_impersonation";

    /// <summary>The id (a GUID) of the tenant in Entra ID whose people may sign in.</summary>
    public string? TenantId { get; set; }

    /// <summary>
    /// What a token has to be for: the application id URI of the app registration. One that is <c>api://</c> and the client id
    /// stands for the client id too, which is what tokens of version 2.0 say.
    /// </summary>
    public string? Audience { get; set; }

    /// <summary>Whether people may sign in.</summary>
    internal bool IsSet => !string.IsNullOrEmpty(TenantId) || !string.IsNullOrEmpty(Audience);

    /// <summary>Whether the settings can be worked with. A name such as <c>common</c> would let the people of every tenant in.</summary>
    internal bool IsValid() => !IsSet || Guid.TryParseExact(TenantId, "D", out _) && !string.IsNullOrWhiteSpace(Audience);

    /// <summary>The scope by which a client asks for a token: the one that the app registration has.</summary>
    internal string Scope => $"{Audience!.TrimEnd('/')}/{ScopeName}";

    /// <summary>Who issues the tenant's tokens of version 2.0:
    /// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference</summary>
    internal string IssuerIn(CloudOptions cloud) => $"{cloud.Login.GetLeftPart(UriPartial.Authority)}/{TenantId}/v2.0";

    /// <summary>Whether an issuer is the same tenant's for tokens of version 1.0, such as <c>https://sts.windows.net/TENANT/</c>.</summary>
    internal bool IsVersion1(string issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var url) && url.Host.StartsWith("sts.", StringComparison.OrdinalIgnoreCase)
        && url.AbsolutePath.Trim('/').Equals(TenantId, StringComparison.OrdinalIgnoreCase);

    /// <summary>The audiences that are taken.</summary>
    internal IEnumerable<string> Audiences =>
        Audience!.StartsWith(ClientIdUri, StringComparison.Ordinal) && Guid.TryParse(Audience[ClientIdUri.Length..], out _)
            ? [Audience, Audience[ClientIdUri.Length..]]
            : [Audience];
}
