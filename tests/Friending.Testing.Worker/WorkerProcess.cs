using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Friending.Testing.Worker;

/// <summary>The published app, running as the Functions host runs it: with its arguments, its variables and the
/// app's settings, no others.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    // What a process needs to run at all; no setting of the machine's reaches the app.
    private static readonly string[] s_kept = ["PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "LANG"];

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly ConcurrentQueue<string> _output = new();

    private WorkerProcess(Process process) => _process = process;

    /// <summary>The lines on standard error so far.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>The lines on standard output so far.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>The memory that the process occupies, in MB.</summary>
    public double MemoryInMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024.0 * 1024);
        }
    }

    /// <summary>Starts the app as a worker of the host at <paramref name="host"/>.</summary>
    public static async Task<WorkerProcess> StartAsync(
        PublishedApp app, Uri host, string workerId, IEnumerable<KeyValuePair<string, string>> settings)
    {
        var folder = await app.FolderAsync();
        var (executable, argument) = await app.CommandAsync();
        // As RpcWorkerContext and RpcWorkerProcess of https://github.com/Azure/azure-functions-host put them together.
        var port = host.Port.ToString(CultureInfo.InvariantCulture);
        var request = Guid.NewGuid().ToString();
        const string MaxMessageLength = "2147483647";
        var start = new ProcessStartInfo(
            executable,
            [
                argument, "--host", host.Host, "--port", port, "--workerId", workerId, "--requestId", request, "--grpcMaxMessageLength",
                MaxMessageLength,
                "--functions-uri", host.AbsoluteUri, "--functions-worker-id", workerId, "--functions-request-id", request,
                "--functions-grpc-max-message-length", MaxMessageLength,
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Except(s_kept).ToList())
            start.Environment.Remove(name);
        start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = folder;
        start.Environment["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated";
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var worker = new WorkerProcess(new() { StartInfo = start });
        worker._process.OutputDataReceived += (_, line) => Keep(worker._output, line.Data);
        worker._process.ErrorDataReceived += (_, line) => Keep(worker._errors, line.Data);
        worker._process.Start();
        worker._process.BeginOutputReadLine();
        worker._process.BeginErrorReadLine();
        return worker;
    }

    /// <summary>Waits for the end of the process and of its output; the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await Eventually.ComesAsync("the end of the worker process", _process.WaitForExitAsync());
        return _process.ExitCode;
    }

    /// <summary>Ends the process as a crash does.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await EndAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
