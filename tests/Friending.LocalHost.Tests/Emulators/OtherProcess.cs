using System.Diagnostics;
using System.Text.Json;
using Friending.LocalHost.Emulators;
using Friending.Testing;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>This test program, started again in the role of a host to be killed or of a second installer.</summary>
internal static class OtherProcess
{
    public const string Host = "act-as-host";
    public const string Installer = "act-as-installer";

    /// <summary>Starts this program in a role. It ends when its standard input closes, so it does not outlive the test run.</summary>
    public static Process Start(params string[] arguments) => Start(arguments, []);

    /// <summary>The same, with environment variables besides this program's own.</summary>
    public static Process Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var program = Path.Combine(
            AppContext.BaseDirectory, typeof(OtherProcess).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Starts a host, and returns it with what it says once its emulators run.</summary>
    public static async Task<(Process Process, string ConnectionString, EmulatorOptions Options)> StartHostAsync(EmulatorOptions options)
    {
        var host = Start(Host, JsonSerializer.Serialize(options));
        while (await Eventually.ComesAsync(
            "what a host says once its emulators run",
            host.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()) is { } line)
        {
            if (line.Split('\t') is [Host, var connectionString, var running])
                return (host, connectionString, JsonSerializer.Deserialize<EmulatorOptions>(running)!);
        }

        throw new InvalidOperationException("The host ended before its emulators ran.");
    }

    public static async Task<int> ActAsHostAsync(string[] args)
    {
        var options = JsonSerializer.Deserialize<EmulatorOptions>(args[1])!;
        await using var emulators = await RunningEmulators.StartAsync(options, Console.Out);
        (options.BlobPort, options.QueuePort, options.TablePort) = emulators.StoragePorts!.Value;
        options.SmtpPort = emulators.SmtpPort!.Value;
        options.MailPagePort = emulators.MailPageUrl!.Port;
        Console.WriteLine($"{Host}\t{emulators.StorageConnectionString}\t{JsonSerializer.Serialize(options)}");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public static async Task<int> ActAsInstallerAsync(string[] args)
    {
        await NpmPackages.InstallAsync(new("no node needed", args[1]), args[2], Console.Out, CancellationToken.None);
        return 0;
    }
}
