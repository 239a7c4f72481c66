using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Friending.Functions.Tests;

/// <summary>The published app starts as a worker and tells the host what it has.</summary>
[Collection<WorkerApp>]
public sealed class WorkerStartTests(WorkerApp app)
{
    [Fact]
    public void It_announces_where_requests_are_forwarded_to()
    {
        Assert.True(Uri.TryCreate(app.Host.Capabilities["HttpUri"], UriKind.Absolute, out var address));
        Assert.True(address.IsLoopback);
    }

    [Fact]
    public void It_keeps_the_port_of_its_server_from_the_time_when_it_is_found()
    {
        var services = new ServiceCollection();
        services.AddHttpPort();
        using var provider = services.BuildServiceProvider();
        var announced = new Uri(provider.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities["HttpUri"]);
        var server = provider.GetRequiredService<IOptions<SocketTransportOptions>>().Value;

        using (var other = new TcpListener(IPAddress.Loopback, announced.Port))
            Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(other.Start).SocketErrorCode);

        using var socket = server.CreateBoundListenSocket(new IPEndPoint(IPAddress.Loopback, 1));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, announced.Port), socket.LocalEndPoint);
    }

    [Fact]
    public void It_lists_every_function_of_the_app() =>
        Assert.Equal(Trigger.All.Select(t => t.Name), app.Host.Functions.Select(f => f.Name).Order(StringComparer.Ordinal));

    // Written out: the constants that the triggers share with the rest of the app would change on both sides of a comparison.
    [Fact]
    public void Its_timers_run_when_the_runbook_says_and_its_queue_is_the_one_that_flows_write_to() => Assert.Equal(
        [
            "BackUp 15 10 2 * * *", "Measure 40 * * * * *", "ProcessRequest friending-requests", "PurgeExpired 0 30 3 * * *",
            "RelayOldOutbox 20 7 * * * *", "RelayOutbox 0 * * * * *", "SealAudit 50 22 * * * *", "SendDueDigests 30 0 * * * *",
            "SendNotices 10 */5 * * * *",
            "TakeUpPoison 10 37 * * * *",
        ],
        app.Host.Functions.Where(f => f.Trigger.Type != "httpTrigger")
            .Select(f => $"{f.Name} {f.Trigger.Schedule ?? f.Trigger.QueueName}").Order());
}
