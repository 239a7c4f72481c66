namespace Friending.Testing.Worker;

/// <summary>
/// Sends a request again while the worker does not listen yet: it loads its functions before it opens its HTTP port. The number of
/// attempts and the delays are those of the host's <c>RetryProxyHandler</c>.
/// </summary>
internal sealed class RetriedConnection(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int Attempts = 10;
    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var delay = s_firstDelay;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException) when (attempt < Attempts)
            {
                await Task.Delay(delay, cancellationToken);
                delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay;
            }
        }
    }
}
