using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Friending.LocalHost.Emulators;

/// <summary>Whether a port on loopback is free, and if not, who has it and what to do.</summary>
public static class PortCheck
{
    // Below the ports that Linux gives to outgoing connections and to listeners on port 0, 32768 to 60999 unless configured
    // (ip_local_port_range, https://docs.kernel.org/networking/ip-sysctl.html); Windows and macOS begin at 49152, as IANA says
    // (RFC 6335, 6). A port of theirs was now and then taken before its process listened.
    private const int FirstToFind = 20_000, FirstThatSystemsGive = 32_768;

    private static readonly string[] SocketTables = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>Refuses a port that another process listens on.</summary>
    /// <param name="port">The port; 0, any free one, is always accepted.</param>
    /// <param name="purpose">What is to listen there, as the message names it: "the service".</param>
    /// <param name="setting">The setting that chooses another port: "--port" or "Emulators:QueuePort".</param>
    /// <exception cref="EmulatorException">The port is taken, or this user may not listen on it.</exception>
    public static void EnsureFree(int port, string purpose, string setting)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new EmulatorException(
                $"Port {port}, meant for {purpose}, is taken by {Owner(port)}. Stop that process or choose another port: {Flag(setting)}.",
                exception);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new EmulatorException(
                $"Port {port}, meant for {purpose}, may not be used by this user or is reserved. Choose another port: {Flag(setting)}.",
                exception);
        }
    }

    /// <summary>A port that is free now. Another process may take it at any time after, so be ready to ask again.</summary>
    internal static int FindFree()
    {
        while (true)
        {
            var port = Random.Shared.Next(FirstToFind, FirstThatSystemsGive);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Taken or reserved; try another.
            }
        }
    }

    private static string Flag(string setting) =>
        setting.StartsWith('-') ? $"{setting} <port>" : $"--{setting}=<port>";

    private static string Owner(int port)
    {
        if (OperatingSystem.IsLinux())
            return OwnerOnLinux(port) ?? "a process of another user";
        var command = OperatingSystem.IsWindows() ? $"netstat -ano | findstr :{port}" : $"lsof -nP -iTCP:{port} -sTCP:LISTEN";
        return $"another process (`{command}` names it)";
    }

    // /proc/net/tcp lists sockets by inode, and /proc/<pid>/fd tells whose they are: proc_pid_fd(5), proc_pid_net(5).
    private static string? OwnerOnLinux(int port)
    {
        const string listening = "0A";
        const int localAddress = 1, state = 3, inode = 9;
        var sockets = SocketTables.Where(File.Exists)
            .SelectMany(table => File.ReadLines(table).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[state] == listening
                && columns[localAddress].EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port:X4}"), StringComparison.Ordinal))
            .Select(columns => $"socket:[{columns[inode]}]")
            .ToHashSet();

        foreach (var process in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(process), out var id))
                continue;
            try
            {
                if (Directory.EnumerateFileSystemEntries($"{process}/fd")
                    .Any(file => File.ResolveLinkTarget(file, false)?.Name is { } target && sockets.Contains(target)))
                    return $"process {id} ({File.ReadAllText($"{process}/cmdline").Replace('\0', ' ').Trim()})";
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The process has ended meanwhile, or is not ours to look into.
            }
        }

        return null;
    }
}
