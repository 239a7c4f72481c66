using System.Diagnostics;

namespace Friending.LocalHost.Emulators;

/// <summary>
/// An emulator, running in one Node.js process under <c>supervised.js</c>: it runs while this side keeps its standard input open,
/// so it ends with this process too, killed or not.
/// </summary>
internal sealed class EmulatorProcess : IAsyncDisposable
{
    private const int LastLineCount = 30;
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);
    private readonly Queue<string> _lastLines = new();
    private readonly Process _process;
    private readonly string _name;
    private readonly StateFolder? _state;
    private int _stopping;

    private EmulatorProcess(string name, Process process, StateFolder? state)
    {
        _name = name;
        _process = process;
        _state = state;
    }

    /// <summary>The script that ties an emulator's life to its starter's.</summary>
    public static string Supervisor { get; } = Path.Combine(NpmPackages.SourceFolder, "supervised.js");

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Starts an emulator and waits until it answers.</summary>
    /// <param name="node">The Node.js to run it with.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="script">Its script below <c>node_modules</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="state">Where to record that it runs, if its state is kept.</param>
    /// <param name="isReady">Asked again and again, with what it has written so far, until it answers yes.</param>
    /// <param name="console">Told when the emulator ends without having been asked to.</param>
    /// <param name="cancellationToken">Gives up the start and ends the emulator.</param>
    /// <exception cref="EmulatorException">It has ended or does not answer; the message holds its last lines.</exception>
    public static async Task<EmulatorProcess> StartAsync(
        NodeRuntime node,
        string name,
        string script,
        IEnumerable<string> arguments,
        StateFolder? state,
        Func<string, CancellationToken, Task<bool>> isReady,
        TextWriter console,
        CancellationToken cancellationToken)
    {
        var start =
            new ProcessStartInfo(node.NodeFile, [Supervisor, Path.Combine(NpmPackages.SourceFolder, "node_modules", script), .. arguments])
            {
                WorkingDirectory = Path.GetTempPath(),
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        // Settings of a person's own emulators: other accounts, other databases, and real mail servers to relay to.
        foreach (var variable in start.Environment.Keys.Where(IsEmulatorSetting).ToList())
            start.Environment.Remove(variable);

        var emulator = new EmulatorProcess(name, new() { StartInfo = start, EnableRaisingEvents = true }, state);
        emulator._process.OutputDataReceived += (_, line) => emulator.Keep(line.Data);
        emulator._process.ErrorDataReceived += (_, line) => emulator.Keep(line.Data);
        emulator._process.Start();
        try
        {
            emulator._process.BeginOutputReadLine();
            emulator._process.BeginErrorReadLine();
            state?.Record(name.ToLowerInvariant(), emulator._process);
            await emulator.WaitUntilReadyAsync(isReady, cancellationToken);
            emulator.TellOfUnexpectedEnd(console);
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Has the emulator save what it holds and end, and waits for that; kills it if it takes longer than some seconds.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopping, 1) != 0)
            return;
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(StopPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _state?.Forget(_name.ToLowerInvariant());
        _process.Dispose();
    }

    private static bool IsEmulatorSetting(string variable) =>
        variable.StartsWith("AZURITE_", StringComparison.OrdinalIgnoreCase)
            || variable.StartsWith("MAILDEV_", StringComparison.OrdinalIgnoreCase);

    private async Task WaitUntilReadyAsync(Func<string, CancellationToken, Task<bool>> isReady, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ReadyPatience);
        try
        {
            while (!await isReady(LastLines(), patience.Token))
            {
                if (_process.HasExited)
                {
                    // Waits for the end of its output as well.
                    await _process.WaitForExitAsync(patience.Token);
                    throw Failure($"did not start: it ended with exit code {_process.ExitCode}");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(25), patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure($"did not answer within {ReadyPatience.TotalSeconds} seconds");
        }
    }

    private EmulatorException Failure(FormattableString what) =>
        new($"{_name} {FormattableString.Invariant(what)}. Its last lines:{Environment.NewLine}{LastLines()}");

    private void TellOfUnexpectedEnd(TextWriter console)
    {
        _process.Exited += (_, _) =>
        {
            if (Volatile.Read(ref _stopping) == 0)
                console.WriteLine($"{_name} has ended unexpectedly. Stop the local host and start it again. Its last lines:"
                    + $"{Environment.NewLine}{LastLines()}");
        };
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lastLines)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LastLineCount)
                _lastLines.Dequeue();
        }
    }

    private string LastLines()
    {
        lock (_lastLines)
            return string.Join(Environment.NewLine, _lastLines);
    }
}
