using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests;

public sealed class EmulatorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _console = new();

    public void Dispose()
    {
        _folder.Dispose();
        _console.Dispose();
    }

    [Fact]
    public async Task Rows_messages_and_mail_survive_a_stop_and_a_start()
    {
        await using (var first = await StartAsync(Options()))
        {
            await Stored.SendMailAsync(first.SmtpPort!.Value, "Week 47");
            await Stored.SendMessageAsync(first.StorageConnectionString!, "not yet handled");
            await Stored.WriteRowAsync(first.StorageConnectionString!, "last", "written just before the stop");
        }

        await using var second = await StartAsync(Options());

        Assert.Equal("written just before the stop", await Stored.ReadRowAsync(second.StorageConnectionString!, "last"));
        Assert.Equal("not yet handled", await Stored.ReceiveMessageAsync(second.StorageConnectionString!));
        Assert.Equal(["Week 47"], await Stored.MailSubjectsAsync(second.MailPageUrl!));
        Assert.Equal("", _console.ToString());
    }

    [Fact]
    public async Task Fresh_empties_what_the_emulators_kept_and_nothing_else()
    {
        await using (var first = await StartAsync(Options()))
        {
            await Stored.WriteRowAsync(first.StorageConnectionString!, "old", "gone");
            await Stored.SendMailAsync(first.SmtpPort!.Value, "Gone");
        }

        await File.WriteAllTextAsync(_folder.File("notes.txt"), "mine", TestContext.Current.CancellationToken);
        var options = Options();
        options.Fresh = true;
        await using var second = await StartAsync(options);

        Assert.Null(await Stored.ReadRowAsync(second.StorageConnectionString!, "old"));
        Assert.Empty(await Stored.MailSubjectsAsync(second.MailPageUrl!));
        Assert.Equal("mine", await File.ReadAllTextAsync(_folder.File("notes.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_with_other_files_is_refused_and_left_alone()
    {
        await File.WriteAllTextAsync(_folder.File("thesis.txt"), "mine", TestContext.Current.CancellationToken);
        var options = Options();
        options.Fresh = true;

        var refusal = await Assert.ThrowsAsync<EmulatorException>(() => StartAsync(options));

        Assert.Contains(_folder.FullName, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--Emulators:StateFolder=", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.EnumerateFileSystemEntries(_folder.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_second_host_is_refused_the_state_folder_of_a_running_one_also_when_it_asks_for_a_fresh_one()
    {
        await using var first = await StartAsync(Options());
        await Stored.WriteRowAsync(first.StorageConnectionString!, "in use", "kept");
        var options = Options();
        options.Fresh = true;

        var refusal = await Assert.ThrowsAsync<EmulatorException>(() => StartAsync(options));

        Assert.Contains("Another local host is running", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("kept", await Stored.ReadRowAsync(first.StorageConnectionString!, "in use"));
    }

    [Theory]
    [InlineData(nameof(EmulatorOptions.BlobPort))]
    [InlineData(nameof(EmulatorOptions.QueuePort))]
    [InlineData(nameof(EmulatorOptions.TablePort))]
    [InlineData(nameof(EmulatorOptions.SmtpPort))]
    [InlineData(nameof(EmulatorOptions.MailPagePort))]
    public async Task A_taken_port_is_named_with_who_has_it_and_the_setting_that_chooses_another(string setting)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var options = Options();
        typeof(EmulatorOptions).GetProperty(setting)!.SetValue(options, port);

        var refusal = await Assert.ThrowsAsync<EmulatorException>(() => StartAsync(options));

        Assert.Contains($"Port {port},", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"--Emulators:{setting}=<port>", refusal.Message, StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
            Assert.Contains($"process {Environment.ProcessId} (", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 10002, "Emulators:QueuePort is -1")]
    [InlineData(70000, 10002, "Emulators:QueuePort is 70000")]
    [InlineData(5000, 5000, "Emulators:QueuePort and Emulators:TablePort are both 5000")]
    public async Task Ports_that_cannot_be_are_refused_by_name(int queuePort, int tablePort, string message)
    {
        var options = Options();
        options.QueuePort = queuePort;
        options.TablePort = tablePort;

        var refusal = await Assert.ThrowsAsync<EmulatorException>(() => StartAsync(options));

        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_emulator_that_does_not_start_says_why_and_leaves_nothing_running()
    {
        await using (await StartAsync(Options()))
        {
        }

        Directory.Delete(_folder.File("azurite"), recursive: true);
        await File.WriteAllTextAsync(_folder.File("azurite"), "in the way", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<EmulatorException>(() => StartAsync(Options()));

        Assert.StartsWith("Azurite did not start: it ended with exit code 1.", failure.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.File("azurite"), failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.FullName, "*.pid.json"));
    }

    [Fact]
    public async Task Ctrl_C_which_a_terminal_sends_to_the_emulators_too_leaves_the_end_to_the_host()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Sends a signal.");
        await using var emulators = await StartAsync(Options());
        foreach (var id in emulators.ProcessIds)
        {
            using var interrupt = Process.Start("kill", ["-INT", $"{id}"]);
            await interrupt.EndAsync("kill");
        }

        await Stored.WriteRowAsync(emulators.StorageConnectionString!, "after", "still there");
        await Stored.SendMailAsync(emulators.SmtpPort!.Value, "Still there");

        Assert.Equal("still there", await Stored.ReadRowAsync(emulators.StorageConnectionString!, "after"));
        Assert.Equal(["Still there"], await Stored.MailSubjectsAsync(emulators.MailPageUrl!));
    }

    [Fact]
    public async Task An_emulator_that_ends_by_itself_is_told_of()
    {
        await using var told = new FirstLine();
        var options = Options();
        options.Mail = false;
        await using var emulators = await RunningEmulators.StartAsync(options, told, TestContext.Current.CancellationToken);

        using var azurite = Process.GetProcessById(Assert.Single(emulators.ProcessIds));
        azurite.Kill();

        var line = await Eventually.ComesAsync("a line about the emulator that ended", told.Written);
        Assert.StartsWith("Azurite has ended unexpectedly.", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Requests_are_logged_only_on_demand(bool demanded)
    {
        var options = Options();
        options.Mail = false;
        options.DebugLog = demanded;
        await using (var emulators = await StartAsync(options))
            await Stored.WriteRowAsync(emulators.StorageConnectionString!, "logged", "or not");

        Assert.Equal(demanded, File.Exists(_folder.File("azurite.log")));
    }

    [Fact]
    public async Task Nothing_is_started_where_nothing_is_asked_for()
    {
        await using var emulators = await StartAsync(new() { Storage = false, Mail = false, StateFolder = _folder.FullName });

        Assert.Null(emulators.StorageConnectionString);
        Assert.Null(emulators.SmtpPort);
        Assert.Null(emulators.MailPageUrl);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FullName));
    }

    private EmulatorOptions Options() =>
        new() { BlobPort = 0, QueuePort = 0, TablePort = 0, SmtpPort = 0, MailPagePort = 0, StateFolder = _folder.FullName };

    private Task<RunningEmulators> StartAsync(EmulatorOptions options) =>
        RunningEmulators.StartAsync(options, _console, TestContext.Current.CancellationToken);

    private sealed class FirstLine : StringWriter
    {
        private readonly TaskCompletionSource<string> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Written => _written.Task;

        public override void WriteLine(string? value) => _written.TrySetResult(value ?? "");
    }
}
