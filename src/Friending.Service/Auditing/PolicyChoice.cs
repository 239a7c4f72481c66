using Friending.Policy.Engine;
using Friending.Service.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Auditing;

/// <summary>Once a host serves, tells the audit trail which policy it decides by. It retries until storage accepts that.</summary>
internal sealed class PolicyChoice(
    Lazy<AuditTrail> trail, Lazy<PolicyDecisionPoint> active, TimeProvider time, ILogger<PolicyChoice> logger)
    : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryAsync(stoppingToken))
            await Task.Delay(s_pause, time, stoppingToken);
    }

    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await trail.Value.AppendPolicyAsync(active.Value.Reference, cancellation);
            return true;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Deciding goes on: every decision names its policy anyway.
            if (StorageUnavailable.Is(e))
                logger.PolicyChoiceLater(e.GetType().Name);
            else
                logger.PolicyChoiceFailed(e);
            return false;
        }
    }
}
