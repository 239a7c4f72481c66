using System.Threading.Channels;
using Friending.Service.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Friending.Service.Notices;

/// <summary>
/// Tells this process that a notice was opened, so that it is sent at once. Only a hint: what is not taken up, the timer sends.
/// </summary>
public sealed class NoticeSignal
{
    private readonly Channel<bool> _told =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Has open notices sent soon.</summary>
    internal void Tell() => _told.Writer.TryWrite(true);

    internal IAsyncEnumerable<bool> ReadAllAsync(CancellationToken cancellation) => _told.Reader.ReadAllAsync(cancellation);
}

/// <summary>Sends notices beside the relay that opened them, so that no event waits for a mail server.</summary>
internal sealed class NoticeWorker(NoticeSignal signal, Lazy<NoticeSender> sender, ILogger<NoticeWorker> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var _ in signal.ReadAllAsync(stoppingToken))
        {
            try
            {
                await sender.Value.SendOpenAsync(stoppingToken);
            }
            catch (Exception e) when (StorageUnavailable.Is(e) && !stoppingToken.IsCancellationRequested)
            {
                logger.NoticesLater(e.GetType().Name);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.NoticesFailed(e);
            }
        }
    }
}
