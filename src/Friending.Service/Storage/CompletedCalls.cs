namespace Friending.Service.Storage;

/// <summary>
/// Completes each call that was begun, though its caller leaves, who is let go at once. .NET breaks an HTTP/1.1 call off by closing its
/// connection, which another call may have been given meanwhile (https://github.com/dotnet/runtime/issues/112447): with callers who leave,
/// some calls of others failed with exceptions that say nothing of storage, and some were never answered.
/// </summary>
/// <remarks>Responses are held whole, as the clients of tables and queues hold them anyway.</remarks>
internal sealed class CompletedCalls(TimeProvider time) : DelegatingHandler
{
    // Longer than an attempt, so that a caller who waits is told of the time-out by the client.
    private static readonly TimeSpan s_longest = CallBudget.Attempt + TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<HttpResponseMessage>(cancellationToken)
            : CompleteAsync(request).WaitAsync(cancellationToken);

    private async Task<HttpResponseMessage> CompleteAsync(HttpRequestMessage request)
    {
        using var end = new CancellationTokenSource(s_longest, time);
        var response = await base.SendAsync(request, end.Token);
        await response.Content.LoadIntoBufferAsync(end.Token);
        return response;
    }
}
