using System.Collections.Frozen;
using System.Collections.Immutable;
using Friending.Service.Decisions;

namespace Friending.Service.Requests;

/// <summary>
/// The members of a request that each state a fact, for policies that have a fact of that name. Every fact, also one that has a
/// member here, can be stated by its name at <c>/facts</c>.
/// </summary>
internal static class RequestMembers
{
    /// <summary>A member that states something.</summary>
    /// <param name="Fact">The name of the fact or date.</param>
    /// <param name="Pointer">The member's place, a JSON Pointer.</param>
    /// <param name="Read">The value; null where the request does not state it.</param>
    internal record Member(string Fact, string Pointer, Func<FriendRequest, string?> Read);

    /// <summary>A member that states a fact, and can be filled in.</summary>
    /// <param name="Fact">The fact's name.</param>
    /// <param name="Pointer">The member's place, a JSON Pointer.</param>
    /// <param name="Read">The fact's value; null where the request does not state it.</param>
    /// <param name="Write">The request with the fact stated.</param>
    internal sealed record FactMember(
        string Fact, string Pointer, Func<FriendRequest, string?> Read, Func<FriendRequest, string, FriendRequest> Write)
        : Member(Fact, Pointer, Read);

    /// <summary>The date since when the two are friends.</summary>
    internal const string FriendsSince = "friendsSince";

    /// <summary>The date since when one cares for the other.</summary>
    internal const string CareSince = "careSince";

    private const string Facts = "/facts";

    /// <summary>No facts stated by name.</summary>
    internal static IReadOnlyDictionary<string, string?> None { get; } = new Dictionary<string, string?>();

    /// <summary>The members.</summary>
    internal static ImmutableArray<FactMember> All { get; } =
    [
        new("patient", "/otherParty/patient", r => r.OtherParty?.Patient,
            (r, value) => r with { OtherParty = (r.OtherParty ?? new()) with { Patient = value } }),
        new("colleague", "/otherParty/colleague", r => r.OtherParty?.Colleague,
            (r, value) => r with { OtherParty = (r.OtherParty ?? new()) with { Colleague = value } }),
        new("careRole", "/staff/careRole", r => Text(r.Staff?.CareRole),
            (r, value) => r with { Staff = (r.Staff ?? new()) with { CareRole = value == Yes } }),
        new("direction", "/direction", r => r.Direction, (r, value) => r with { Direction = value }),
        new("account", "/account", r => r.Account, (r, value) => r with { Account = value }),
        Circumstance("predatesCare", "friendshipPredatesCare", c => c.FriendshipPredatesCare,
            (c, v) => c with { FriendshipPredatesCare = v }),
        Circumstance("breaksBread", "wouldBreakBread", c => c.WouldBreakBread, (c, v) => c with { WouldBreakBread = v }),
        Circumstance("unusual", "otherUnusual", c => c.OtherUnusual, (c, v) => c with { OtherUnusual = v }),
        Circumstance("harmsWork", "harmsWorkRelationship", c => c.HarmsWorkRelationship, (c, v) => c with { HarmsWorkRelationship = v }),
    ];

    /// <summary>The members that each state a date, which facts follow from.</summary>
    internal static ImmutableArray<Member> Dates { get; } =
    [
        new(FriendsSince, "/circumstances/friendsSince", r => r.Circumstances?.FriendsSince),
        new(CareSince, "/circumstances/careSince", r => r.Circumstances?.CareSince),
    ];

    private const string Yes = "yes";

    private static readonly FrozenDictionary<string, string> s_pointers = All.ToFrozenDictionary(m => m.Fact, m => m.Pointer);

    /// <summary>Where the answer to the question for a fact goes, a JSON Pointer into the request.</summary>
    internal static string PointerOf(string fact) => s_pointers.TryGetValue(fact, out var pointer) ? pointer : PointerByName(fact);

    /// <summary>Where a fact is stated by its name. Ends before a name that may not be repeated.</summary>
    internal static string PointerByName(string fact) => StrictJson.MayBeShown(fact) ? StrictJson.Step(Facts, fact) : Facts;

    /// <summary>The request with each fact that it states by name in the fact's own member, too, where it has one.</summary>
    internal static FriendRequest FillIn(FriendRequest request)
    {
        if (request.Facts is not { Count: > 0 } named)
            return request;
        foreach (var member in All)
            if (named.GetValueOrDefault(member.Fact) is { } value && member.Read(request) is null)
                request = member.Write(request, value);
        return request;
    }

    /// <summary>The request with a fact stated: in its own member where that can hold the value, else by name.</summary>
    internal static FriendRequest State(FriendRequest request, string fact, string value) =>
        All.FirstOrDefault(m => m.Fact == fact) is { } member && member.Write(request, value) is var stated && member.Read(stated) == value
            ? stated
            : request with { Facts = new Dictionary<string, string?>(request.Facts ?? None) { [fact] = value } };

    private static FactMember Circumstance(
        string fact, string name, Func<Circumstances, bool?> read, Func<Circumstances, bool, Circumstances> write) => new(
            fact, $"/circumstances/{name}", r => r.Circumstances is { } circumstances ? Text(read(circumstances)) : null,
            (r, value) => r with { Circumstances = write(r.Circumstances ?? new(), value == Yes) });

    private static string? Text(bool? value) => value is null ? null : value.Value ? Yes : "no";
}
