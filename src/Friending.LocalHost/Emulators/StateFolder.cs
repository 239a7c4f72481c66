using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Friending.LocalHost.Emulators;

/// <summary>
/// The folder that keeps what the emulators hold between runs, and a record of each emulator that runs. Open in one host at a time:
/// so whoever has it open knows that an emulator recorded there by another is an orphan of a host that was killed.
/// </summary>
internal sealed class StateFolder : IDisposable
{
    private const string LockFile = "local-host.lock";
    private static readonly TimeSpan OrphanPatience = TimeSpan.FromSeconds(8);
    private readonly string _path;
    private readonly IDisposable _held;

    private StateFolder(string path, IDisposable held)
    {
        _path = path;
        _held = held;
    }

    /// <summary>The tables and queues, as Azurite keeps them.</summary>
    public string Azurite => Path.Combine(_path, "azurite");

    /// <summary>The mail, a file each, as MailDev keeps it.</summary>
    public string Mail => Path.Combine(_path, "mail");

    /// <summary>Azurite's log of every request, where it was asked for.</summary>
    public string AzuriteLog => Path.Combine(_path, "azurite.log");

    /// <summary>Takes the folder for this process, creating it if it is missing.</summary>
    /// <exception cref="EmulatorException">Another host has it, or it holds something else.</exception>
    public static StateFolder Open(string path)
    {
        path = Path.GetFullPath(path);
        var lockFile = Path.Combine(path, LockFile);
        try
        {
            Directory.CreateDirectory(path);
            // A folder with our lock file in it is ours. Any other with files in it is not, and emptying it would lose them.
            if (!File.Exists(lockFile) && Directory.EnumerateFileSystemEntries(path).Any())
            {
                throw new EmulatorException(
                    $"The state folder {path} holds files that the local host did not put there. "
                    + $"Choose an empty or a new folder: {Setting}.");
            }

            var held = FileLock.TryTake(lockFile) ?? throw new EmulatorException(
                $"Another local host is running with the state folder {path}. "
                + $"Stop it, or give this one its own folder ({Setting}) and its own ports.");
            return new(path, held);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new EmulatorException(
                $"The state folder {path} cannot be used: {exception.Message} Choose another: {Setting}.", exception);
        }
    }

    private static string Setting => $"--{EmulatorOptions.Section}:{nameof(EmulatorOptions.StateFolder)}=<folder>";

    /// <summary>Removes what the emulators kept, and nothing else in the folder.</summary>
    public void Empty()
    {
        foreach (var folder in new[] { Azurite, Mail }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
        File.Delete(AzuriteLog);
    }

    /// <summary>Records an emulator that this host has started.</summary>
    public void Record(string emulator, Process process)
    {
        try
        {
            var record = new EmulatorRecord(
                process.Id, process.StartTime.ToUniversalTime(), process.MainModule?.FileName, EmulatorProcess.Supervisor);
            File.WriteAllText(RecordFile(emulator), JsonSerializer.Serialize(record, EmulatorRecords.Default.EmulatorRecord));
        }
        catch (InvalidOperationException)
        {
            // It has ended already, and whoever waits for it will find out why.
        }
    }

    /// <summary>Forgets an emulator that has ended.</summary>
    public void Forget(string emulator) => File.Delete(RecordFile(emulator));

    /// <summary>
    /// Waits for emulators whose host was killed. They notice by themselves and save what they hold; one that does not end in time is
    /// killed.
    /// </summary>
    public Task EndOrphansAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Directory.EnumerateFiles(_path, "*.pid.json").Select(file => EndOrphanAsync(file, cancellationToken)));

    /// <summary>Lets another host have the folder.</summary>
    public void Dispose() => _held.Dispose();

    private string RecordFile(string emulator) => Path.Combine(_path, $"{emulator}.pid.json");

    private static async Task EndOrphanAsync(string file, CancellationToken cancellationToken)
    {
        using (var orphan = Orphan(file))
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(OrphanPatience);
            try
            {
                await (orphan?.WaitForExitAsync(patience.Token) ?? Task.CompletedTask);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                orphan!.Kill();
                await orphan.WaitForExitAsync(cancellationToken);
            }
        }

        File.Delete(file);
    }

    // Process ids are used again, so the id alone proves nothing: start time, program and command line must be the recorded ones too.
    private static Process? Orphan(string file)
    {
        EmulatorRecord? record;
        try
        {
            record = JsonSerializer.Deserialize(File.ReadAllText(file), EmulatorRecords.Default.EmulatorRecord);
        }
        catch (JsonException)
        {
            // Cut short when the host was killed while writing it. The emulator still ends by itself.
            return null;
        }

        Process? process = null;
        try
        {
            process = Process.GetProcessById(record!.ProcessId);
            // Linux tells a start in ticks since boot, and the time of boot is an estimate of each process that asks.
            var sameStart = (process.StartTime.ToUniversalTime() - record.StartedAt).Duration() < TimeSpan.FromSeconds(2);
            var sameProgram = process.MainModule?.FileName == record.Program;
            var sameScript = !OperatingSystem.IsLinux()
                || File.ReadAllText($"/proc/{record.ProcessId}/cmdline").Split('\0').Contains(record.Script);
            if (sameStart && sameProgram && sameScript)
                return process;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception or IOException)
        {
            // It has ended, or it is another user's: not our orphan.
        }

        process?.Dispose();
        return null;
    }
}

/// <summary>An emulator that runs.</summary>
/// <param name="ProcessId">Its process id.</param>
/// <param name="StartedAt">When its process started.</param>
/// <param name="Program">The full path of the Node.js that runs it.</param>
/// <param name="Script">The full path of the script that Node.js was given.</param>
internal sealed record EmulatorRecord(int ProcessId, DateTime StartedAt, string? Program, string Script);

[JsonSerializable(typeof(EmulatorRecord))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class EmulatorRecords : JsonSerializerContext;
