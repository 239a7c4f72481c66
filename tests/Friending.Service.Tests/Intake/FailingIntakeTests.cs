using Azure;
using Friending.Service.Intake;
using Friending.Service.Storage;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>A failure of ours: a table is gone. Alone on its storage, since it breaks it.</summary>
public sealed class FailingIntakeTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_failure_that_may_pass_is_thrown_for_another_try_and_the_fifth_goes_to_the_poison_queue()
    {
        var table = service.Storage.Table(TableNames.Policies);
        await table.DeleteAsync(TestContext.Current.CancellationToken);
        var messageId = ServiceFixture.NewId();

        for (var tries = 1; tries < QueueSettings.MaxDequeueCount; tries++)
            await Assert.ThrowsAsync<RequestFailedException>(() => service.TakeAsync(Messages.PatientInCare, messageId, tries));
        Assert.Empty(await service.PoisonAsync());

        var last = await service.TakeAsync(Messages.PatientInCare, messageId, QueueSettings.MaxDequeueCount);
        var afterAll = await service.TakeAsync(Messages.PatientInCare, messageId, QueueSettings.MaxDequeueCount + 1);
        // The same request in another message may be another request: it has its own entry.
        await service.TakeAsync(Messages.PatientInCare, ServiceFixture.NewId(), QueueSettings.MaxDequeueCount);

        Assert.Equal((PoisonReason.Failed, PoisonReason.Failed), (last.Refused, afterAll.Refused));
        var entries = await service.PoisonAsync();
        Assert.Equal(2, entries.Length);
        Assert.Equal((messageId, 5L, Messages.PatientInCare.Trim()), (entries[0].MessageId, entries[0].DequeueCount, entries[0].Message));

        await table.CreateAsync(TestContext.Current.CancellationToken);
        Assert.NotNull((await service.TakeAsync(Messages.PatientInCare, ServiceFixture.NewId(), 2)).Decision);
    }
}
