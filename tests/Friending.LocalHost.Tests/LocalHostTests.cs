using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>The program itself, as a process.</summary>
public sealed class LocalHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_gives_every_sample_the_outcome_of_the_policy_and_what_it_kept_is_there_after_a_restart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Stops the program with a signal.");
        var (address, location) = ("", "");
        using (var first = Start("--demo"))
        {
            address = await AddressAsync(first);
            Assert.Contains("came out as the policy says", await CommandLineTests.LineAsync(first, " came out "), StringComparison.Ordinal);
            Assert.Contains("All 5 were decided", await CommandLineTests.LineAsync(first, " were decided"), StringComparison.Ordinal);
            using var http = Client(address);
            using var submitted = await http.PostAsJsonAsync("api/requests", JsonSerializer.Deserialize<JsonElement>("""
                {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"no"}}
                """), TestContext.Current.CancellationToken);
            location = submitted.Headers.Location!.ToString();
            Assert.Equal(0, await CommandLineTests.SignalAsync(first, "TERM"));
        }

        using (var second = Start())
        {
            using var http = Client(await AddressAsync(second));
            Assert.Contains("permit", await http.GetStringAsync(location, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(0, await CommandLineTests.SignalAsync(second, "TERM"));
        }

        using (var fresh = Start("--fresh"))
        {
            using var http = Client(await AddressAsync(fresh));
            using var response = await http.GetAsync(location, TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
            Assert.Equal(0, await CommandLineTests.SignalAsync(fresh, "TERM"));
        }
    }

    [Fact]
    public async Task A_taken_port_is_named_with_what_to_do()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;

        using var host = CommandLineTests.Start([], $"--port={port}");
        var (exitCode, _, error) = await host.EndWithOutputAsync("the host whose port is taken");

        Assert.Equal(1, exitCode);
        Assert.Contains($"{port}", error, StringComparison.Ordinal);
        Assert.Contains("--port", error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "{ \"id\": \"dogs\" }", "dogs.policy.json: The policy document cannot be read")]
    [InlineData(2, null, "The setting Policy:Path cannot be used.")]
    public async Task A_policy_that_cannot_be_used_is_told_of_and_nothing_starts(int code, string? document, string message)
    {
        var file = _folder.File("dogs.policy.json");
        if (document is not null)
            await File.WriteAllTextAsync(file, document, TestContext.Current.CancellationToken);

        using var host = Start($"--Policy:Path={file}");
        var (exitCode, output, error) = await host.EndWithOutputAsync("the host whose policy cannot be used");

        Assert.Equal(code, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("serves", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("state")));
    }

    private Process Start(params string[] args) => CommandLineTests.Start(
        [],
        [
            "--port=0", "--Emulators:QueuePort=0", "--Emulators:TablePort=0", "--Emulators:BlobPort=0", "--Emulators:SmtpPort=0",
            "--Emulators:MailPagePort=0",
            $"--Emulators:StateFolder={_folder.File("state")}", .. args,
        ]);

    private static async Task<string> AddressAsync(Process host) =>
        Regex.Match(await CommandLineTests.LineAsync(host, "Friending serves"), "http://[^ ]+").Value;

    private static HttpClient Client(string address)
    {
        var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Add("x-functions-key", LocalHost.DevelopmentKey);
        return client;
    }
}
