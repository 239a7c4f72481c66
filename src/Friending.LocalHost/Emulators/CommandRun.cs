using System.Diagnostics;

namespace Friending.LocalHost.Emulators;

/// <summary>A short command that was run to its end.</summary>
/// <param name="ExitCode">The exit code, 0 if it did what it was asked.</param>
/// <param name="Output">What it wrote to standard output and then to standard error.</param>
internal sealed record CommandRun(int ExitCode, string Output)
{
    /// <summary>Runs a command without input. When cancelled, ends it with its children.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The file cannot be run.</exception>
    public static async Task<CommandRun> RunAsync(
        string file, IEnumerable<string> arguments, string workingFolder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var text = await output + await error;
            await process.WaitForExitAsync(cancellationToken);
            return new(process.ExitCode, text);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
