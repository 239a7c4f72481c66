using Azure.Core;
using Azure.Core.Pipeline;

namespace Friending.Service.Storage;

/// <summary>
/// Retries a call to storage within a budget for the whole call. The client's own settings bound an attempt and the number of attempts,
/// not the time that a caller waits.
/// </summary>
/// <remarks>
/// An attempt may take as long as the Table service itself gives a query, five seconds
/// (https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination); what is left of the budget bounds the next one.
/// </remarks>
internal sealed class CallBudget(TimeProvider time, int maxRetries)
    : RetryPolicy(maxRetries, DelayStrategy.CreateExponentialDelayStrategy(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)))
{
    /// <summary>Attempts and pauses of a call together: a person waits ten seconds at most.</summary>
    internal static readonly TimeSpan Call = TimeSpan.FromSeconds(8);
    internal static readonly TimeSpan Attempt = TimeSpan.FromSeconds(5);

    // With less time left than this, no further attempt is made.
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override ValueTask OnSendingRequestAsync(HttpMessage message)
    {
        if (!message.TryGetProperty(typeof(CallBudget), out _))
            message.SetProperty(typeof(CallBudget), time.GetTimestamp());
        var left = Left(message);
        message.NetworkTimeout = left < Attempt ? left : Attempt;
        return default;
    }

    /// <inheritdoc/>
    protected override async ValueTask<bool> ShouldRetryAsync(HttpMessage message, Exception? exception) =>
        Left(message) > s_least && await base.ShouldRetryAsync(message, exception);

    private TimeSpan Left(HttpMessage message) =>
        message.TryGetProperty(typeof(CallBudget), out var started) ? Call - time.GetElapsedTime((long)started!) : Call;
}
