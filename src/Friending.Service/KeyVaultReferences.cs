using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Friending.Service;

/// <summary>
/// App settings may refer to secrets in Key Vault, and the platform puts the secrets in their place. A reference that it cannot
/// resolve reaches the app as the text of the reference, which must not serve as a password.
/// Source: https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
/// </summary>
internal static class KeyVaultReferences
{
    private const string Start = "@Microsoft.KeyVault(";

    /// <summary>Refuses settings with a reference that is not resolved.</summary>
    /// <exception cref="OptionsValidationException">There are some; the message names the settings and holds no value.</exception>
    internal static void RefuseUnresolved(IConfiguration configuration)
    {
        string[] unresolved =
        [
            .. configuration.AsEnumerable()
                .Where(s => s.Value?.TrimStart().StartsWith(Start, StringComparison.OrdinalIgnoreCase) == true)
                .Select(s => s.Key)
                .Order(StringComparer.Ordinal),
        ];
        if (unresolved.Length > 0)
        {
            throw new OptionsValidationException(
                "", typeof(string),
                unresolved.Select(name =>
                    $"The setting {name} is a Key Vault reference that was not resolved: "
                        + "see that the secret exists and that the app's identity may read it."));
        }
    }
}
