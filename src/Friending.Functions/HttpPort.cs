using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Functions;

/// <summary>
/// The port on which the worker takes the requests that the host forwards. The library finds a free one, lets it go, and takes it again
/// when the server starts (https://github.com/Azure/azure-functions-dotnet-worker, HttpUriProvider): if another process has it by then,
/// such as a second worker of the same app, the worker ends. This port is kept from the time when it is found.
/// </summary>
public static class HttpPort
{
    /// <summary>Takes a free port of loopback, tells the host of it, and has the server use it, not the library's.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">No port is free.</exception>
    public static void AddHttpPort(this IServiceCollection services)
    {
        var held = SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(IPAddress.Loopback, 0));
        // A port that is only bound may still be taken by whoever asks for it by its number. The server sets its own length of the queue.
        held.Listen();
        services.Configure<WorkerOptions>(worker => worker.Capabilities["HttpUri"] = $"http://{held.LocalEndPoint}/");
        // The server is told "localhost", which is an address of IPv4 and one of IPv6; the host is told of the first only.
        services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = asked =>
            asked is IPEndPoint { Address: var address } && address.Equals(IPAddress.Loopback)
                ? held
                : SocketTransportOptions.CreateDefaultBoundListenSocket(new IPEndPoint(IPAddress.IPv6Loopback, 0)));
    }
}
