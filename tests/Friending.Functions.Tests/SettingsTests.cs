using Friending.Testing.Worker;

namespace Friending.Functions.Tests;

/// <summary>A setting that cannot be used ends the worker, with one line that the Functions host shows as an error.</summary>
public sealed class SettingsTests
{
    // Nothing listens there.
    private const string Storage =
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;"
        + "QueueEndpoint=http://127.0.0.1:1/a;TableEndpoint=http://127.0.0.1:1/a;BlobEndpoint=http://127.0.0.1:1/a;";

    private const string Unresolved = "@Microsoft.KeyVault(SecretUri=https://example.vault.azure.net/secrets/one)";

    [Theory]
    [InlineData("Storage:ConnectionString", "Storage__ConnectionString", null)]
    [InlineData("Storage:ConnectionString", "Storage__ConnectionString", "nonsense")]
    [InlineData("Storage:ConnectionString", "Storage__AccountName", "a-second-one")]
    [InlineData("Pseudonyms:Key", "Pseudonyms__Key", null)]
    [InlineData("Pseudonyms:Key", "Pseudonyms__Key", "too short")]
    [InlineData("Friending:TimeZone", "Friending__TimeZone", "Mars/Olympus")]
    [InlineData("Digests:Day", "Digests__Day", "Funday")]
    [InlineData("Digests:Hour", "Digests__Hour", "noon")]
    [InlineData("Smtp:Security", "Smtp__Security", "Banana")]
    [InlineData("Policy:Path", "Policy__Path", "/nowhere/policy.json")]
    [InlineData("Retention:Days", "Retention__Days", "0")]
    [InlineData("Reviews:DayEnd", "Reviews__DayEnd", "07:00")]
    [InlineData("Notices:Enabled", "Notices__Enabled", "true")]
    [InlineData("Notices:StaffAddress", "Notices__StaffAddress", "everybody@example.org")]
    [InlineData("Notices:Team:0", "Notices__Team__0", "the team")]
    [InlineData("Notices:TeamsCard", "Notices__TeamsCard", "true")]
    [InlineData("Keys:local-dev", "Keys__local-dev__Sha256", "local-dev")]
    [InlineData("Smtp:Password", "Smtp__Password", Unresolved)]
    [InlineData("Pseudonyms:Key", "Pseudonyms__Key", Unresolved)]
    [InlineData("Some:Setting:Of:Others", "Some__Setting__Of__Others", Unresolved)]
    public async Task It_is_named_in_one_line_and_the_exit_code_says_that_something_failed(string named, string variable, string? value)
    {
        var settings = PublishedApp.Settings(Storage);
        settings.Remove(variable);
        if (value is not null)
            settings[variable] = value;

        await using var host = await FunctionsHost.StartWorkerAsync(settings);
        var exitCode = await host.Worker.EndAsync();

        var line = Assert.Single(host.Worker.Errors);
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("Options", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Unresolved, line, StringComparison.Ordinal);
        Assert.NotEqual(0, exitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_worker_that_is_asked_to_end_says_nothing_and_ends_with_0_whether_it_has_started_or_not(bool hasStarted)
    {
        var settings = PublishedApp.Settings(Storage);
        await using var host = await (hasStarted ? FunctionsHost.StartAsync(settings) : FunctionsHost.StartWorkerAsync(settings));

        var exitCode = await host.StopWorkerAsync();

        Assert.Empty(host.Worker.Errors);
        Assert.Equal(0, exitCode);
    }
}
