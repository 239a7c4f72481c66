using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Friending.Testing;

namespace Friending.LocalHost.Tests;

/// <summary>The local host as a process of its own, on storage that outlives it.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private HostProcess(string storage, IEnumerable<string> settings)
    {
        _process = new()
        {
            StartInfo =
                new("dotnet",
                [typeof(LocalHost).Assembly.Location, "--port=0", "--Emulators:Mail=false",
                $"--Storage:ConnectionString={storage}", .. settings])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Exited += (_, _) =>
            _address.TrySetException(new InvalidOperationException($"The host ended: {string.Join(Environment.NewLine, Lines)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has written.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Where it serves.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<HostProcess> StartAsync(string storage, params string[] settings)
    {
        var host = new HostProcess(storage, settings);
        try
        {
            host.Address = await Eventually.ComesAsync("the address of the host", host._address.Task);
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Ends it as a power cut would: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.EndAsync("the killed host");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        Lines.Enqueue(line);
        if (Regex.Match(line, "Friending serves (http://[^ ]+)") is { Success: true } serves)
            _address.TrySetResult(serves.Groups[1].Value);
    }
}
