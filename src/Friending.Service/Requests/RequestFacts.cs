using System.Text.RegularExpressions;
using Friending.Policy;

namespace Friending.Service.Requests;

/// <summary>Checks a request and turns what it states into the policy's facts.</summary>
public static partial class RequestFacts
{
    /// <summary>How long a note may be, in UTF-16 code units.</summary>
    public const int MaxNoteLength = 500;

    // Where in a request each fact and date of the policy is stated.
    private static readonly Dictionary<string, string> s_pointers = new()
    {
        ["patient"] = "/otherParty/patient",
        ["careRole"] = "/staff/careRole",
        ["direction"] = "/direction",
        ["predatesCare"] = "/circumstances/friendshipPredatesCare",
        ["breaksBread"] = "/circumstances/wouldBreakBread",
        ["unusual"] = "/circumstances/otherUnusual",
        ["colleague"] = "/otherParty/colleague",
        ["harmsWork"] = "/circumstances/harmsWorkRelationship",
        ["friendsSince"] = "/circumstances/friendsSince",
        ["careSince"] = "/circumstances/careSince",
    };

    /// <summary>Binds what the request states to the policy's facts; facts this policy does not have are left out.</summary>
    public static (FactSet Facts, IReadOnlyList<RequestProblem> Problems) Bind(FriendRequest request, FactTable facts, bool fillDefaults)
    {
        var circumstances = request.Circumstances;
        var stated = new (string Name, string? Value)[]
        {
            ("patient", request.OtherParty?.Patient),
            ("careRole", YesOrNo(request.Staff?.CareRole)),
            ("direction", request.Direction),
            ("predatesCare", YesOrNo(circumstances?.FriendshipPredatesCare)),
            ("breaksBread", YesOrNo(circumstances?.WouldBreakBread)),
            ("unusual", YesOrNo(circumstances?.OtherUnusual)),
            ("colleague", request.OtherParty?.Colleague),
            ("harmsWork", YesOrNo(circumstances?.HarmsWorkRelationship)),
        };
        var dates = new (string Name, string? Value)[]
        {
            ("friendsSince", circumstances?.FriendsSince),
            ("careSince", circumstances?.CareSince),
        };
        var bound = FactBinding.Of(
            facts,
            from s in stated where s.Value is not null && facts.IndexOf(s.Name) >= 0 select KeyValuePair.Create(s.Name, s.Value),
            from d in dates where d.Value is not null select KeyValuePair.Create(d.Name, d.Value),
            fillDefaults);
        return (bound.Facts, [.. bound.Problems.Select(p => new RequestProblem(s_pointers.GetValueOrDefault(p.Name, ""), p.Message))]);
    }

    /// <summary>What is wrong with the request's other members: missing (for a submission), too long, or not of the form asked for.</summary>
    public static IEnumerable<RequestProblem> Check(FriendRequest request, PolicyDocument policy, bool isSubmission)
    {
        if (isSubmission)
        {
            if (request.Staff is null)
                yield return new("/staff", "Is required.");
            else if (request.Staff.Id is null)
                yield return new("/staff/id", "Is required.");
            if (request.Platform is null)
                yield return new("/platform", "Is required.");
            if (request.Direction is null)
                yield return new("/direction", "Is required.");
            if (request.OtherParty?.Patient is null)
                yield return new("/otherParty/patient", "Is required.");
        }
        var texts = new (string Pointer, string? Value, int Max)[]
        {
            ("/staff/id", request.Staff?.Id, 128),
            ("/staff/role", request.Staff?.Role, 100),
            ("/staff/department", request.Staff?.Department, 100),
            ("/platform", request.Platform, 50),
        };
        foreach (var (pointer, value, max) in texts)
        {
            if (value is null)
                continue;
            if (string.IsNullOrWhiteSpace(value) || value.Length > max)
                yield return new(pointer, FormattableString.Invariant($"Must be 1 to {max} characters."));
            else if (!IsOneLine(value))
                yield return new(pointer, "Must be one line of printable characters.");
        }
        if (request.OtherParty?.Reference is { } reference && !Reference().IsMatch(reference))
            yield return new("/otherParty/reference", "Must be 1 to 64 of A-Z, a-z, 0-9, _ and -.");
        if (request.Language is { } language && !policy.Languages.Contains(language))
            yield return new("/language", $"Must be one of {string.Join(", ", policy.Languages)}.");
        if (request.Note is { Length: > MaxNoteLength })
            yield return new("/note", FormattableString.Invariant($"Must be at most {MaxNoteLength} characters."));
    }

    private static bool IsOneLine(string text) => !text.Any(char.IsControl);

    private static string? YesOrNo(bool? value) => value is null ? null : value.Value ? "yes" : "no";

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex Reference();
}
