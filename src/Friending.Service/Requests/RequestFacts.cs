using Friending.Policy.Documents;
using Friending.Policy.Engine;

namespace Friending.Service.Requests;

/// <summary>Checks a request and turns what it states into the policy's facts.</summary>
public static class RequestFacts
{
    /// <summary>How long a note may be, in UTF-16 code units.</summary>
    public const int MaxNoteLength = 500;

    private const string Patient = "patient";

    // Who asks whether to send, accept or keep a connection says on which network it is.
    private const string Direction = "direction";

    /// <summary>The facts that a submission must state where the policy has them.</summary>
    internal static IReadOnlyList<string> Required { get; } = [Patient, Direction];

    /// <summary>
    /// Binds what the request states to the policy's facts. A member whose fact the policy lacks is left out; a fact stated by name has
    /// to be one of the policy's, and one that is stated twice has to have the same value.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="facts">The policy's facts.</param>
    /// <param name="fillDefaults">Whether facts that have a default take it.</param>
    /// <param name="today">The UTC day: what is so since a later day is not so yet.</param>
    public static (FactSet Facts, IReadOnlyList<RequestProblem> Problems) Bind(
        FriendRequest request, FactTable facts, bool fillDefaults, DateOnly today)
    {
        var problems = new List<RequestProblem>();
        var (stated, dates) = (new List<KeyValuePair<string, string>>(facts.Count), new List<KeyValuePair<string, string>>());
        foreach (var member in RequestMembers.All)
            if (member.Read(request) is { } value && facts.IndexOf(member.Fact) >= 0)
                stated.Add(new(member.Fact, value));
        foreach (var member in RequestMembers.Dates)
            if (member.Read(request) is { } date)
                dates.Add(new(member.Fact, date));
        // None of these repeats another, so each is compared with the members only.
        var (members, dateMembers) = (stated.Count, dates.Count);
        foreach (var (name, value) in request.Facts ?? RequestMembers.None)
        {
            var (those, own) = facts.ReadsDate(name) ? (dates, dateMembers) : (stated, members);
            var known = value is null ? -1 : those.FindIndex(0, own, s => s.Key == name);
            if (value is not null && known < 0)
                those.Add(new(name, value));
            else if (value is not null && those[known].Value != value)
                problems.Add(new(
                    RequestMembers.PointerByName(name), $"Contradicts {PlaceOf(request, facts, name)}, which states another value.",
                    RequestProblemKind.Contradiction));
        }

        var bound = FactBinding.Of(facts, stated, dates, fillDefaults);
        foreach (var problem in bound.Problems)
            problems.Add(RequestProblem.Of(problem, PlaceOf(request, facts, problem.Name)));
        if (dates.Count > 0)
            problems.AddRange(NotYet(dates, name => PlaceOf(request, facts, name), today));
        return (bound.Facts, problems);
    }

    /// <summary>Where the request states a fact or a date: in its own member, else by name.</summary>
    private static string PlaceOf(FriendRequest request, FactTable facts, string name)
    {
        IEnumerable<RequestMembers.Member> members = facts.IndexOf(name) < 0 ? RequestMembers.Dates : RequestMembers.All;
        return members.FirstOrDefault(m => m.Fact == name && m.Read(request) is not null)?.Pointer ?? RequestMembers.PointerByName(name);
    }

    /// <summary>
    /// What is wrong with dates since when something is so: even the earliest day that one can mean is still to come, in every time zone.
    /// </summary>
    /// <param name="dates">The dates by name.</param>
    /// <param name="place">Where one is stated.</param>
    /// <param name="today">The UTC day.</param>
    public static IEnumerable<RequestProblem> NotYet(
        IEnumerable<KeyValuePair<string, string>> dates, Func<string, string> place, DateOnly today) =>
        dates.Where(d => d.Key is RequestMembers.FriendsSince or RequestMembers.CareSince && PartialDate.TryParse(d.Value, out var date)
                && date.Earliest > today.AddDays(1))
            .Select(d => new RequestProblem(place(d.Key), "Must not be in the future."));

    /// <summary>
    /// What is wrong with the request's other members: missing (for a submission), too long, or not of the form asked for.
    /// </summary>
    /// <param name="request">The request, with facts stated by name in their own members too.</param>
    /// <param name="policy">The policy in force: it has the facts that a submission must state.</param>
    /// <param name="isSubmission">Whether it is to be decided, not only evaluated.</param>
    public static IReadOnlyList<RequestProblem> Check(FriendRequest request, PolicyDocument policy, bool isSubmission)
    {
        var problems = new List<RequestProblem>();
        if (isSubmission)
        {
            if (request.Staff is null)
                problems.Add(new("/staff", "Is required."));
            else if (request.Staff.Id is null)
                problems.Add(new("/staff/id", "Is required."));
            Require("/platform", request.Platform, Direction);
            Require("/direction", request.Direction, Direction);
            Require("/otherParty/patient", request.OtherParty?.Patient, Patient);
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

        void Require(string pointer, string? value, string fact)
        {
            if (value is null && policy.Facts.Any(f => f.Name == fact))
                problems.Add(new(pointer, "Is required."));
        }

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
}
