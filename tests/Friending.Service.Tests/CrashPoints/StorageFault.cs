namespace Friending.Service.Tests.CrashPoints;

/// <summary>What goes wrong with one attempt of one call to storage.</summary>
internal enum StorageFault
{
    /// <summary>The connection breaks before the request arrives.</summary>
    NeverArrives,

    /// <summary>The request takes effect, and the connection breaks before the answer arrives.</summary>
    AnswerLost,

    /// <summary>The request takes effect, and the answer comes later than the client waits.</summary>
    TimesOut,

    /// <summary>Storage answers 412 and does nothing.</summary>
    Changed,

    /// <summary>Storage answers 429 and does nothing.</summary>
    Throttled,

    /// <summary>Storage answers 500 and does nothing.</summary>
    Failed,

    /// <summary>Storage answers 503 and does nothing.</summary>
    Busy,

    /// <summary>The process ends before it sends the request.</summary>
    EndsBefore,

    /// <summary>The process ends when the request has taken effect.</summary>
    EndsAfter,
}
