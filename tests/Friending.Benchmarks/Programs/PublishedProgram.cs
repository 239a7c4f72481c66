using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Friending.LocalHost.Emulators;

namespace Friending.Benchmarks;

/// <summary>A program as it would be installed: published, compiled ahead of time (ReadyToRun), run as a process of its own.</summary>
/// <param name="File">The executable.</param>
internal sealed record PublishedProgram(string File)
{
    private const string Name = "Friending.Bare";

    /// <summary>Our pipeline, with its own endpoints or an empty one.</summary>
    internal static async Task<PublishedProgram> PublishAsync()
    {
        var folder = Repository.PathOf("artifacts", "benchmarks", Name);
        string[] arguments = ["publish", Repository.PathOf("tests", "Friending.Benchmarks", "Bare"), "-c", "Release",
            "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false", "-o", folder, "-v", "q", "--nologo"];
        var run = await CommandRun.RunAsync("dotnet", arguments, Repository.Folder, CancellationToken.None);
        return run.ExitCode == 0
            ? new(Path.Combine(folder, OperatingSystem.IsWindows() ? Name + ".exe" : Name))
            : throw new InvalidOperationException($"{Name} could not be published:\n{run.Output}");
    }

    /// <summary>Starts it on a free port and waits for its first answer.</summary>
    /// <param name="arguments">Its arguments besides the port.</param>
    /// <exception cref="InvalidOperationException">It ended, or answered with an error.</exception>
    internal async Task<RunningProgram> StartAsync(params string[] arguments)
    {
        var port = PortCheck.FindFree();
        var start = new ProcessStartInfo(File, [$"--port={port}", .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        var output = new StringBuilder();
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => output.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var request = SampleRequest.AsHttp(port);
        var answer = new byte[64 * 1024];
        while (true)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                socket.Send(request);
                var length = socket.Receive(answer);
                if (length > 0)
                {
                    var time = watch.Elapsed;
                    var head = Encoding.ASCII.GetString(answer, 0, Math.Min(length, 12));
                    return head == "HTTP/1.1 200"
                        ? new(process, port, time)
                        : throw new InvalidOperationException($"{File} answered {Encoding.UTF8.GetString(answer, 0, length)}");
                }
            }
            catch (SocketException) when (!process.HasExited)
            {
                // Not listening yet.
            }
            catch (SocketException e)
            {
                throw new InvalidOperationException($"{File} ended: {output}", e);
            }
            await Task.Delay(1);
        }
    }
}

/// <summary>A program that runs, until this is disposed of.</summary>
/// <param name="Process">The process.</param>
/// <param name="Port">Where it listens, on loopback.</param>
/// <param name="FirstAnswer">The time from its start to its first answer.</param>
internal sealed record RunningProgram(Process Process, int Port, TimeSpan FirstAnswer) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }
}
