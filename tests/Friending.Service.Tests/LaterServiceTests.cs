using Microsoft.Extensions.Hosting;
using Xunit;

namespace Friending.Service.Tests;

public sealed class LaterServiceTests
{
    [Fact]
    public async Task Later_work_is_made_once_the_host_serves_and_ends_with_it()
    {
        var work = new Work();
        var isMade = false;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLaterService(_ =>
        {
            isMade = true;
            return work;
        });
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.False(isMade);
        await work.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.False(work.IsEnded);
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(work.IsEnded);
    }

    private sealed class Work : BackgroundService
    {
        internal TaskCompletionSource Begun { get; } = new();

        internal bool IsEnded { get; private set; }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            Begun.SetResult();
            await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            IsEnded = true;
        }
    }
}
