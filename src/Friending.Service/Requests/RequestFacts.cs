using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Service.Requests;

/// <summary>Checks a request and turns what it states into the policy's facts.</summary>
public static class RequestFacts
{
    /// <summary>How long a note may be, in UTF-16 code units.</summary>
    public const int MaxNoteLength = 500;

    // Where in a request each fact and date of the policy is stated.
    private static readonly Dictionary<string, string> s_pointers = new()
    {
        ["patient"] = "/otherParty/patient",
        ["careRole"] = "/staff/careRole",
        ["direction"] = "/direction",
        ["account"] = "/account",
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
        var stated = new List<KeyValuePair<string, string>>(9);
        State("patient", request.OtherParty?.Patient);
        State("careRole", YesOrNo(request.Staff?.CareRole));
        State("direction", request.Direction);
        State("account", request.Account);
        State("predatesCare", YesOrNo(circumstances?.FriendshipPredatesCare));
        State("breaksBread", YesOrNo(circumstances?.WouldBreakBread));
        State("unusual", YesOrNo(circumstances?.OtherUnusual));
        State("colleague", request.OtherParty?.Colleague);
        State("harmsWork", YesOrNo(circumstances?.HarmsWorkRelationship));
        List<KeyValuePair<string, string>>? dates = null;
        if (circumstances?.FriendsSince is { } friendsSince)
            (dates ??= []).Add(new("friendsSince", friendsSince));
        if (circumstances?.CareSince is { } careSince)
            (dates ??= []).Add(new("careSince", careSince));

        var bound = FactBinding.Of(facts, stated, dates ?? [], fillDefaults);
        return (bound.Facts, bound.Problems.Count == 0 ? []
            : [.. bound.Problems.Select(p => new RequestProblem(s_pointers.GetValueOrDefault(p.Name, ""), p.Message))]);

        void State(string name, string? value)
        {
            if (value is not null && facts.IndexOf(name) >= 0)
                stated.Add(new(name, value));
        }
    }

    /// <summary>
    /// What is wrong with the request's other members: missing (for a submission), too long, or not of the form asked for.
    /// </summary>
    public static IReadOnlyList<RequestProblem> Check(FriendRequest request, PolicyDocument policy, bool isSubmission)
    {
        var problems = new List<RequestProblem>();
        if (isSubmission)
        {
            if (request.Staff is null)
                problems.Add(new("/staff", "Is required."));
            else if (request.Staff.Id is null)
                problems.Add(new("/staff/id", "Is required."));
            if (request.Platform is null)
                problems.Add(new("/platform", "Is required."));
            if (request.Direction is null)
                problems.Add(new("/direction", "Is required."));
            if (request.OtherParty?.Patient is null)
                problems.Add(new("/otherParty/patient", "Is required."));
        }
        CheckText("/staff/id", request.Staff?.Id, StaffIds.MaxLength, RequestTexts.WhyNotStaffId);
        CheckText("/staff/role", request.Staff?.Role, 100, RequestTexts.WhyNotName);
        CheckText("/staff/department", request.Staff?.Department, 100, RequestTexts.WhyNotName);
        CheckText("/platform", request.Platform, 50, RequestTexts.WhyNotPlatform);
        if (request.OtherParty?.Reference is { } reference && RequestTexts.WhyNotReference(reference) is { } why)
            problems.Add(new("/otherParty/reference", why));
        if (request.Language is { } language && !policy.Languages.Contains(language))
            problems.Add(new("/language", $"Must be one of {string.Join(", ", policy.Languages)}."));
        if (request.Note is { Length: > MaxNoteLength })
            problems.Add(new("/note", FormattableString.Invariant($"Must be at most {MaxNoteLength} characters.")));
        return problems;

        void CheckText(string pointer, string? value, int max, Func<string, string?> whyNot)
        {
            if (value is null)
                return;
            if (string.IsNullOrWhiteSpace(value) || value.Length > max)
                problems.Add(new(pointer, FormattableString.Invariant($"Must be 1 to {max} characters.")));
            else if (!IsOneLine(value))
                problems.Add(new(pointer, "Must be one line of printable characters."));
            else if (isSubmission && whyNot(value) is { } why)
                problems.Add(new(pointer, why));
        }
    }

    private static bool IsOneLine(string text)
    {
        foreach (var c in text)
            if (char.IsControl(c))
                return false;
        return true;
    }

    private static string? YesOrNo(bool? value) => value is null ? null : value.Value ? "yes" : "no";
}
