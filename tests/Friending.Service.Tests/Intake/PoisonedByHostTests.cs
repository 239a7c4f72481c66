using Friending.Service.Intake;
using Friending.Service.Storage;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>Alone on its storage, since it reads the whole poison queue.</summary>
public sealed class PoisonedByHostTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    private const string Number = "617 555 0142";

    private static readonly string s_asItCame = $$"""{"staff":{"id":"rn-1042","careRole":true},"note":"Her number is {{Number}}"}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_host_poisoned_gets_its_reason_and_loses_what_may_identify_somebody_and_the_others_stay()
    {
        await service.DrainAsync(QueueNames.RequestsPoison);
        // More than the queue shows at once, and the host's own message behind them.
        for (var n = 0; n < 40; n++)
            await service.TakeAsync($"no request, number {n}", ServiceFixture.NewId());
        await service.Storage.Queue(QueueNames.RequestsPoison).SendMessageAsync(s_asItCame, Cancelled);

        await service.Get<PoisonedByHost>().TakeUpAsync(Cancelled);
        await service.Get<PoisonedByHost>().TakeUpAsync(Cancelled);

        var messages = (await service.DrainAsync(QueueNames.RequestsPoison)).Select(m => m.Body.ToString()).ToList();
        Assert.Equal(41, messages.Count);
        Assert.DoesNotContain(messages, m => m.Contains(Number, StringComparison.Ordinal));
        var taken = Assert.Single(messages, m => m.Contains($"\"reason\":\"{PoisonReason.Failed}\"", StringComparison.Ordinal));
        Assert.Contains("/note", taken, StringComparison.Ordinal);
    }
}
