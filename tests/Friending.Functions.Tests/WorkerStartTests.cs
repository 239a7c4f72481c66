using Friending.Functions.Tests.Host;

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
    public void It_lists_every_function_of_the_app() =>
        Assert.Equal(Trigger.All.Select(t => t.Name), app.Host.Functions.Select(f => f.Name).Order(StringComparer.Ordinal));
}
