using System.Text.Json;
using Friending.Service;
using Friending.Service.Intake;
using Friending.Service.Storage;
using Friending.Testing.Worker;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions.Tests;

/// <summary>What the Functions host does by the clock and off the queue is what the service says.</summary>
public sealed class BackgroundTriggerTests
{
    [Fact]
    public void Every_scheduled_task_has_a_timer_with_its_schedule_and_every_timer_a_task() => Assert.Equal(
        ScheduledTasks.All.Select(t => (t.Name, t.Schedule)).Order(),
        Trigger.Of<TimerTriggerAttribute>().Select(t => (t.Name, t.Attribute.Schedule)).Order());

    // A host that starts anew, as it often does where it scales to nothing, would run everything at once.
    [Fact]
    public void No_timer_runs_because_the_host_starts() =>
        Assert.All(Trigger.Of<TimerTriggerAttribute>(), t => Assert.False(t.Attribute.RunOnStartup));

    [Fact]
    public void Requests_come_from_their_queue_in_the_hosts_own_account()
    {
        var (name, _, attribute) = Assert.Single(Trigger.Of<QueueTriggerAttribute>());

        Assert.Equal("ProcessRequest", name);
        Assert.Equal(QueueNames.Requests, attribute.QueueName);
        Assert.Null(attribute.Connection);
    }

    [Fact]
    public void A_function_has_the_name_of_its_method() => Assert.All(Trigger.All, t => Assert.Equal(t.Method.Name, t.Name));

    [Fact]
    public void Host_settings_are_the_services()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(PublishedApp.Repository, "host.json")));
        var extensions = host.RootElement.GetProperty("extensions");
        var queues = extensions.GetProperty("queues");

        Assert.Equal("", extensions.GetProperty("http").GetProperty("routePrefix").GetString());
        Assert.Equal("OpenTelemetry", host.RootElement.GetProperty("telemetryMode").GetString());
        Assert.Equal("none", queues.GetProperty("messageEncoding").GetString());
        Assert.Equal(QueueSettings.BatchSize, queues.GetProperty("batchSize").GetInt32());
        Assert.Equal(QueueSettings.NewBatchThreshold, queues.GetProperty("newBatchThreshold").GetInt32());
        Assert.Equal(QueueSettings.HostMaxDequeueCount, queues.GetProperty("maxDequeueCount").GetInt32());
        Assert.Equal(QueueSettings.VisibilityTimeout, TimeSpan.Parse(queues.GetProperty("visibilityTimeout").GetString()!, null));
        Assert.Equal(QueueSettings.MaxPollingInterval, TimeSpan.Parse(queues.GetProperty("maxPollingInterval").GetString()!, null));
    }
}
