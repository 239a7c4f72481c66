using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Auditing;

/// <summary>Takes a checkpoint of the audit trail as the host stops, so that what was done since the last hour is covered too.</summary>
internal sealed class AuditSealing(Lazy<AuditSeals> seals, ILogger<AuditSealing> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await seals.Value.TakeCheckpointAsync(cancellationToken);
        }
        // A host that cannot reach storage must stop too.
        catch (Exception e)
        {
            logger.CheckpointMissed(e);
        }
    }
}
