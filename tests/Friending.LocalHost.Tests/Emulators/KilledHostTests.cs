using System.Diagnostics;
using System.Text.Json;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests;

public sealed class KilledHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Leaves_no_emulator_behind()
    {
        var (host, _, _) = await StartHostAsync();
        var emulators = EmulatorProcesses();
        Assert.Equal(2, emulators.Length);

        await KillAsync(host);

        foreach (var emulator in emulators)
            await Eventually.ComesAsync(
                "the end of an emulator whose host is killed", emulator.WaitForExitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Does_not_keep_the_next_one_from_its_ports_and_its_data()
    {
        var (host, connectionString, options) = await StartHostAsync();
        await Stored.SendMailAsync(options.SmtpPort, "Week 47");
        await Stored.WriteRowAsync(connectionString, "last", "written just before the kill");

        await KillAsync(host);
        await using var next = await RunningEmulators.StartAsync(options, Console.Out, TestContext.Current.CancellationToken);

        Assert.Equal(connectionString, next.StorageConnectionString);
        Assert.Equal("written just before the kill", await Stored.ReadRowAsync(connectionString, "last"));
        Assert.Equal(["Week 47"], await Stored.MailSubjectsAsync(next.MailPageUrl!));
    }

    [Fact]
    public async Task Does_not_keep_the_next_one_from_its_ports_even_when_its_emulators_hang()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Makes the emulators hang with a signal.");
        var (host, connectionString, options) = await StartHostAsync();
        foreach (var emulator in EmulatorProcesses())
        {
            using var stop = Process.Start("kill", ["-STOP", $"{emulator.Id}"]);
            await stop.EndAsync("kill");
        }

        await KillAsync(host);
        await using var next = await RunningEmulators.StartAsync(options, Console.Out, TestContext.Current.CancellationToken);

        Assert.Equal(connectionString, next.StorageConnectionString);
    }

    [Fact]
    public async Task Has_no_stranger_ended_in_its_emulators_place()
    {
        var (host, _, options) = await StartHostAsync();
        var record = _folder.File("azurite.pid.json");
        var recorded = JsonSerializer.Deserialize<Dictionary<string, object>>(
            await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken))!;
        await KillAsync(host);
        host.Dispose();

        // The process id has been given to another process meanwhile: to a node even, but one that does not run our script.
        var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), TestContext.Current.CancellationToken);
        using var stranger =
            Process.Start(new ProcessStartInfo(node.NodeFile, ["-e", "process.stdin.resume()"]) { RedirectStandardInput = true })!;
        recorded["processId"] = stranger.Id;
        recorded["startedAt"] = stranger.StartTime.ToUniversalTime();
        await File.WriteAllTextAsync(record, JsonSerializer.Serialize(recorded), TestContext.Current.CancellationToken);

        options.BlobPort = options.QueuePort = options.TablePort = options.SmtpPort = options.MailPagePort = 0;
        await using (await RunningEmulators.StartAsync(options, Console.Out, TestContext.Current.CancellationToken))
            Assert.False(stranger.HasExited);
        stranger.StandardInput.Close();
        await stranger.EndAsync("the stranger");
    }

    private Task<(Process Process, string ConnectionString, EmulatorOptions Options)> StartHostAsync() => OtherProcess.StartHostAsync(
        new() { BlobPort = 0, QueuePort = 0, TablePort = 0, SmtpPort = 0, MailPagePort = 0, StateFolder = _folder.FullName });

    private Process[] EmulatorProcesses() =>
        [.. Directory.EnumerateFiles(_folder.FullName, "*.pid.json")
            .Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("processId").GetInt32())
            .Select(Process.GetProcessById)];

    // The host alone, as the operating system would, not what it has started.
    private static async Task KillAsync(Process host)
    {
        host.Kill(entireProcessTree: false);
        await host.EndAsync("the killed host");
    }
}
