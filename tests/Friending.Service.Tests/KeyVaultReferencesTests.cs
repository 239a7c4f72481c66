using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests;

public class KeyVaultReferencesTests
{
    [Theory]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://vault.example.org/secrets/smtp-password)")]
    [InlineData(" @microsoft.keyvault(VaultName=vault;SecretName=smtp-password)")]
    public void A_reference_that_was_not_resolved_is_refused_by_the_names_of_all_such_settings(string reference)
    {
        var error = Assert.Throws<OptionsValidationException>(() =>
            Add(("Smtp:Password", reference), ("Teams:Departments:0:Webhook", reference)));

        Assert.Contains("Smtp:Password", error.Message, StringComparison.Ordinal);
        Assert.Contains("Teams:Departments:0:Webhook", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("smtp-password", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_values_are_taken() => Add(("Smtp:Password", "a password with @Microsoft.KeyVault( inside"));

    private static void Add(params (string Name, string Value)[] settings) => new ServiceCollection().AddFriendingService(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, string? (s) => s.Value)).Build());
}
