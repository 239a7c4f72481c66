using Friending.Service.Decisions;

namespace Friending.Service.Requests;

/// <summary>The question: may this staff member send or accept this friend request, or keep this connection? Members may be missing
/// when it is only evaluated.</summary>
public record FriendRequest
{
    /// <summary>Who asks.</summary>
    public Staff? Staff { get; init; }

    /// <summary>The social network, such as <c>Facebook</c>.</summary>
    public string? Platform { get; init; }

    /// <summary><c>initiate</c> to send a request, <c>accept</c> to accept one, or <c>existing</c> to keep
    /// a connection that is there.</summary>
    public string? Direction { get; init; }

    /// <summary>The profile to be connected: <c>personal</c>, which is meant if absent, or <c>professional</c>, which shows
    /// the staff member's work only.</summary>
    public string? Account { get; init; }

    /// <summary>Who the other party is to the staff member; never who they are.</summary>
    public OtherParty? OtherParty { get; init; }

    /// <summary>What may make the case unusual.</summary>
    public Circumstances? Circumstances { get; init; }

    /// <summary>Facts of the policy by name, each with one of its values: those that have no member of their own, and any other.</summary>
    public IReadOnlyDictionary<string, string?>? Facts { get; init; }

    /// <summary>A remark on the circumstances, up to 500 characters, that identifies nobody.</summary>
    public string? Note { get; init; }

    /// <summary>The language to answer in; the policy's first language if absent.</summary>
    public string? Language { get; init; }

    /// <summary>What of the request could not be read, by <see cref="StrictJson"/>; the other members are what was left.</summary>
    internal IReadOnlyList<RequestProblem> Unread { get; init; } = [];
}
