using System.Diagnostics;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>The program's arguments, as a process.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--prot=8080", "--port")]
    [InlineData("--emulator-only", "--emulators-only")]
    [InlineData("--Retention:Dayz=5", "--Retention:Days")]
    [InlineData("--Polcy:Path=x", "--Policy:Path")]
    [InlineData("--Digests:Departments:first:Name=x", "--Digests:Departments:N:Name")]
    public async Task A_misspelt_option_or_setting_is_refused_with_a_suggestion(string argument, string suggestion)
    {
        var (exitCode, output, error) = await RunAsync(argument);

        Assert.Equal(2, exitCode);
        Assert.Contains(suggestion, output + error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("starting", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port abc: a port is", "--port", "abc")]
    [InlineData("a port is a number from 0 to 65535", "--port=70000")]
    [InlineData("--Retention:Days: 'abc' is not a whole number.", "--Retention:Days=abc")]
    [InlineData("--Emulators:Mail: 'maybe' is not true or false.", "--Emulators:Mail=maybe")]
    [InlineData("--Retention:Days has no value", "--Retention:Days", "5")]
    [InlineData("cannot be combined with --emulators-only", "--demo", "--emulators-only")]
    public async Task A_value_that_cannot_be_used_is_named_in_one_line(string message, params string[] args)
    {
        var (exitCode, output, error) = await RunAsync(args);

        Assert.Equal((2, ""), (exitCode, output.Trim()));
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Trim());
    }

    [Theory]
    [InlineData("Retention:Days: The field Days must be between 1 and 100000.", "--Retention:Days=-1")]
    [InlineData("Friending:TimeZone must be the IANA name of a time zone", "--Friending:TimeZone=Nowhere")]
    [InlineData("Cors:Origins", "--Cors:Origins:0=*")]
    [InlineData("Cors:Origins", "--Cors:Origins:0=http://forms.example.org")]
    [InlineData("Reviews:DueWorkingHours", "--Reviews:DueWorkingHours=0", "--Digests:Threshold=0")]
    [InlineData("Digests:Threshold", "--Reviews:DueWorkingHours=0", "--Digests:Threshold=0")]
    public async Task A_setting_that_the_service_refuses_is_named_in_one_line(string message, params string[] args)
    {
        var (exitCode, output, error) = await RunAsync(
            [
                "--port=0", $"--Emulators:StateFolder={_folder.File("refused")}", "--Emulators:QueuePort=0", "--Emulators:TablePort=0",
                "--Emulators:BlobPort=0", "--Emulators:SmtpPort=0", "--Emulators:MailPagePort=0", .. args,
            ]);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Trim());
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("--help", "--Retention:Dayz=5")]
    public async Task Help_explains_every_option_and_names_every_setting(params string[] args)
    {
        var (exitCode, output, error) = await RunAsync(args);

        Assert.Equal((0, ""), (exitCode, error));
        Assert.All(["--port", "--fresh", "--demo", "--emulators-only", "--help"], o =>
            Assert.Contains(o, output, StringComparison.Ordinal));
        Assert.All(HostSettings.All, s => Assert.Contains(s.Split(':', 2)[1], output, StringComparison.Ordinal));
        Assert.Contains("Departments:N:Recipients:N", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_of_the_environment_that_cannot_be_used_is_named_in_one_line()
    {
        using var process = Start(new Dictionary<string, string> { ["Emulators__QueuePort"] = "abc" }, "--port=0");
        var (exitCode, _, error) = await process.EndWithOutputAsync("the program");

        Assert.Equal(2, exitCode);
        Assert.Contains("'abc'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    // A command that a script has started in the background ignores SIGINT: POSIX, Shell Command Language, 2.12 Signals and Error Handling.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_emulators_run_alone_until_they_are_terminated(bool inTheBackgroundOfAScript)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Stops the program with a signal.");
        using var process = Start(
            inTheBackgroundOfAScript, [],
            "--emulators-only", "--Emulators:QueuePort=0", "--Emulators:TablePort=0", "--Emulators:BlobPort=0",
            "--Emulators:SmtpPort=0", "--Emulators:MailPagePort=0",
            $"--Emulators:StateFolder={_folder.File("state")}");
        var storage = await LineAsync(process, "AccountName=");
        var account = storage[storage.IndexOf("Default", StringComparison.Ordinal)..];
        await new Azure.Data.Tables.TableServiceClient(account).CreateTableAsync("Kept", Cancelled);

        Assert.Equal(0, await SignalAsync(process, "TERM"));
        await Assert.ThrowsAnyAsync<Exception>(() => new Azure.Data.Tables.TableServiceClient(
            account, new() { Retry = { MaxRetries = 0 } }).CreateTableAsync("Gone", Cancelled));
    }

    /// <summary>Starts the program.</summary>
    internal static Process Start(Dictionary<string, string> environment, params string[] args) => Start(false, environment, args);

    private static Process Start(bool ignoresInterrupts, Dictionary<string, string> environment, params string[] args)
    {
        string[] command = ["dotnet", typeof(LocalHost).Assembly.Location, .. args];
        if (ignoresInterrupts)
            command = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The next line of its output that has this part.</summary>
    internal static async Task<string> LineAsync(Process host, string part)
    {
        while (await Eventually.ComesAsync($"a line with \"{part}\"", host.StandardOutput.ReadLineAsync(Cancelled).AsTask()) is { } line)
            if (line.Contains(part, StringComparison.Ordinal))
                return line;
        throw new InvalidOperationException($"The host ended: {(await host.EndWithOutputAsync("the host")).Error}");
    }

    /// <summary>Sends a signal, waits for the end, and gives the exit code.</summary>
    internal static async Task<int> SignalAsync(Process host, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{host.Id}"]);
        return await host.EndAsync($"the program after {signal}");
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] args)
    {
        using var process = Start([], args);
        return await process.EndWithOutputAsync("the program");
    }
}
