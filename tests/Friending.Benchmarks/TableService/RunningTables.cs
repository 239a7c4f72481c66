using System.Diagnostics;
using System.Globalization;

namespace Friending.Benchmarks;

/// <summary>A <see cref="TableService"/> in a process of its own, until this is disposed of, or this process has ended.</summary>
internal sealed class RunningTables : IAsyncDisposable
{
    private readonly Process _process;

    private RunningTables(Process process, int port) => (_process, Port) = (process, port);

    /// <summary>Where it listens, on loopback.</summary>
    internal int Port { get; }

    internal static async Task<RunningTables> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(RunningTables).Assembly.Location, "tables"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The table service has ended.");
        return new(process, int.Parse(line, CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
