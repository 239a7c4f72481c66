using Azure;

namespace Friending.Service.Storage;

/// <summary>Tells a passing failure of storage from every other failure.</summary>
public static class StorageUnavailable
{
    /// <summary>Whether the error is a passing one of storage: no connection, a time-out, throttling, or an error of the server.</summary>
    public static bool Is(Exception error) => error switch
    {
        RequestFailedException failed => failed.Status is 0 or 408 or 429 or >= 500,
        AggregateException several => several.InnerExceptions.Count > 0 && several.InnerExceptions.All(Is),
        // The client gives up on a call that takes longer than its network time-out by cancelling it. Whoever cancelled
        // the call themselves knows that from their own token.
        TaskCanceledException => true,
        _ => false,
    };
}
