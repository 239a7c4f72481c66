using System.Diagnostics;
using Xunit;

namespace Friending.Testing;

/// <summary>Waits for other processes. One that does not end in time is killed with all that it has started, and the test fails.</summary>
public static class ProcessEnd
{
    /// <summary>Waits for the end of a process whose output is read elsewhere.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> EndAsync(this Process process, string what)
    {
        await process.UntilAsync(what, process.WaitForExitAsync(TestContext.Current.CancellationToken));
        return process.ExitCode;
    }

    /// <summary>Reads what a process writes to the streams that are redirected and not read yet, until it ends.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> EndWithOutputAsync(this Process process, string what)
    {
        var output = ReadAsync(process.StartInfo.RedirectStandardOutput, () => process.StandardOutput);
        var error = ReadAsync(process.StartInfo.RedirectStandardError, () => process.StandardError);
        await process.UntilAsync(what, Task.WhenAll(output, error));
        return (await process.EndAsync(what), await output, await error);
    }

    private static Task<string> ReadAsync(bool isRedirected, Func<StreamReader> reader) =>
        isRedirected ? reader().ReadToEndAsync(TestContext.Current.CancellationToken) : Task.FromResult("");

    private static async Task UntilAsync(this Process process, string what, Task task)
    {
        try
        {
            await Eventually.ComesAsync($"the end of {what}", task);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
