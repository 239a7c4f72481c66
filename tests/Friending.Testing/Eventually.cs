using Xunit;

namespace Friending.Testing;

/// <summary>Waits for what other processes and timers bring about.</summary>
public static class Eventually
{
    // Not a limit on how long it may take: only so that a test which waits in vain fails.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    /// <summary>Returns once it is so.</summary>
    public static async Task IsSoAsync(string what, Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        while (!await isSo())
        {
            if (patience.IsCancellationRequested)
                Assert.Fail($"Waited in vain: {what}.");
            await Task.Delay(25, CancellationToken.None);
        }
    }

    /// <inheritdoc cref="IsSoAsync(string, Func{Task{bool}})"/>
    public static Task IsSoAsync(string what, Func<bool> isSo) => IsSoAsync(what, () => Task.FromResult(isSo()));

    /// <summary>Waits for a result.</summary>
    public static async Task<T> ComesAsync<T>(string what, Task<T> result)
    {
        await ComesAsync(what, (Task)result);
        return await result;
    }

    /// <inheritdoc cref="ComesAsync{T}"/>
    public static async Task ComesAsync(string what, Task task)
    {
        try
        {
            await task.WaitAsync(s_patience, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            Assert.Fail($"Waited in vain: {what}.");
        }
    }
}
