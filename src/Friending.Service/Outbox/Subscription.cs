using Friending.Service.Decisions;
using Friending.Service.Requests;

namespace Friending.Service.Outbox;

/// <summary>What a flow sends to be called for each event.</summary>
public sealed record SubscriptionRequest
{
    /// <summary>The https address to call, on one of the allowed hosts. It is kept and never shown.</summary>
    public string? Callback { get; init; }

    /// <summary>The types of the events to be called for, such as <c>friending.decision.made</c>; absent or empty: all.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <summary>What is wrong with it.</summary>
    internal IEnumerable<RequestProblem> Check(CallbackRules rules)
    {
        if (Callback is null)
            yield return new("/callback", "Is required.");
        else if (rules.WhyNot(Callback) is { } why)
            yield return new("/callback", why);
        foreach (var (i, type) in (Events ?? []).Index())
            if (!Subscription.EventTypes.Contains(type))
                yield return new(FormattableString.Invariant($"/events/{i}"),
                    $"Must be one of {string.Join(", ", Subscription.EventTypes)}.");
    }
}

/// <summary>A subscription: its address is called for each event.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Events">The types of the events that it is called for.</param>
public sealed record Subscription(string Id, IReadOnlyList<string> Events)
{
    /// <summary>The types of events that there are.</summary>
    public static IReadOnlyList<string> EventTypes { get; } = [.. DecisionEvents.All.Select(DecisionEvents.TypeOf)];
}

/// <summary>What came of the wish to subscribe.</summary>
public abstract record Subscribing
{
    private Subscribing()
    {
    }

    /// <summary>The address will be called.</summary>
    /// <param name="Subscription">The subscription.</param>
    public sealed record Subscribed(Subscription Subscription) : Subscribing;

    /// <summary>Something in it cannot be taken.</summary>
    /// <param name="Problems">What, and where.</param>
    public sealed record Invalid(IReadOnlyList<RequestProblem> Problems) : Subscribing;

    /// <summary>The caller has as many as a caller may have.</summary>
    public sealed record TooMany : Subscribing;
}
