namespace Friending.Service.Outbox;

/// <summary>When what did not reach its receiver is tried again: later each time, for a day.</summary>
internal static class RetrySchedule
{
    /// <summary>How long after the first try a failure is final.</summary>
    internal static readonly TimeSpan GiveUpAfter = TimeSpan.FromHours(24);

    private static readonly TimeSpan s_first = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <summary>How long to wait for the next try.</summary>
    /// <param name="attempts">How many tries there were.</param>
    /// <param name="asked">
    /// How long the receiver asks to wait at least (<see href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section
    /// 10.2.3</see>); null if it does not say.
    /// </param>
    internal static TimeSpan WaitAfter(int attempts, TimeSpan? asked = null)
    {
        var backoff = s_first * Math.Pow(2, Math.Min(attempts - 1, 10));
        backoff = backoff < s_longest ? backoff : s_longest;
        if (asked is not { } least || least < backoff)
            return backoff;
        return least < GiveUpAfter ? least : GiveUpAfter;
    }
}
