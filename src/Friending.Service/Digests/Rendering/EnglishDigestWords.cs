namespace Friending.Service.Digests.Rendering;

/// <summary>English.</summary>
internal sealed class EnglishDigestWords : DigestWords
{
    internal override string Language => "en";

    internal override string Title(string subject, int week) => FormattableString.Invariant($"{Capital(subject)} in week {week}");
    internal override string Organisation => "Whole organisation";

    internal override string OverdueCases(string number, bool isOne) => $"{Capital(number)} {(isOne ? "case is" : "cases are")} overdue.";
    internal override string DueCases(string number, bool isOne) =>
        $"{Capital(number)} {(isOne ? "case waits" : "cases wait")} for a decision in time.";
    internal override string PoisonedMessages(string number, bool isOne) =>
        $"{number} {(isOne ? "message" : "messages")} of the queue could not be taken.";
    internal override string Changed(string label, string number, string weekBefore) =>
        $"{label}: {number}, after {weekBefore} the week before.";
    internal override string NothingFirst => "There is nothing to do, and nothing that stands out.";
    internal override string Some => "some";

    internal override string NoRequests(string subject) => $"Nobody asked about {subject} in this week.";
    internal override string NoRequestsOf(string department, string subject) =>
        $"Nobody in {department} asked about {subject} in this week.";
    internal override string Asked(string number, bool isOne, string subject) => $"{number} {Questions(isOne)} about {subject}";
    internal override string AskedBy(string department, string number, bool isOne, string subject) =>
        $"{department} asked {number} {Questions(isOne)} about {subject}";
    internal override string AskedNotTold(string subject) => $"The number of questions about {subject} is not shown";
    internal override string AskedNotToldBy(string department, string subject) =>
        $"The number of questions about {subject} in {department} is not shown";
    internal override string More(string number) => $"{number} more than the week before";
    internal override string Less(string number) => $"{number} fewer than the week before";
    internal override string AsMany => "as many as the week before";
    internal override string WeekBefore(string number) => $"{number} the week before";

    internal override string MostFrequent(string outcome, string share) => $"Most frequent answer: “{outcome}” ({share}).";
    internal override string Waiting(string number, bool isOne, string? oldestSince) =>
        $"{Capital(number)} {(isOne ? "waits" : "wait")} for a "
            + $"reviewer{(oldestSince is null ? "" : isOne ? $", since {oldestSince}" : $", the oldest since {oldestSince}")}.";
    internal override string NotOver(string at) => $"The week is not over: these are the numbers up to {at}.";

    internal override string FewerThan(int threshold) => FormattableString.Invariant($"fewer than {threshold}");
    internal override string NotTold => "not shown";
    internal override string NoChange => "same";

    internal override string Outcomes => "What the policy answered";
    internal override string Trend => "Requests in eight weeks";
    internal override string Reviews => "Reviews";
    internal override string Exemptions => "Permitted by way of exception";
    internal override string Background => "Behind the numbers";

    internal override string By(DigestDimension dimension) => dimension switch
    {
        DigestDimension.Outcome => "By outcome",
        DigestDimension.Standing => "By what held at the end of the week, after reviews",
        DigestDimension.Rule => "By deciding rule, with its reason",
        DigestDimension.Guideline => "By guideline",
        DigestDimension.Platform => "By network",
        DigestDimension.Department => "By department",
        DigestDimension.StaffRole => "By staff role",
        _ => "By the way they came in",
    };

    internal override string FigureColumn => "Requests";
    internal override string ShareColumn => "share of the week";
    internal override string ChangeColumn => "change from the week before";

    internal override string Opened => "Sent to a reviewer";
    internal override string Resolved => "Resolved";
    internal override string Median => "Median time to resolve";
    internal override string Hours(string number) => $"{number} hours";
    internal override string Pending => "Waiting now";
    internal override string Oldest => "Oldest waits since";
    internal override string Days(int days, string number) => days == 1 ? "1 day" : $"{number} days";

    internal override string ByReviewer => "A reviewer permitted it";

    internal override string Poisoned => "Queue messages that could not be handled";
    internal override string Policy(string version) => $"Policy {version}";
    internal override string Requests(string number, bool isOne) => isOne ? $"{number} request" : $"{number} requests";

    internal override string NotStated => "Not stated";
    internal override string Undecided => "Not decided yet";
    internal override string OtherValues => "All others together";
    internal override string NoRule => "No rule applied";
    internal override string NoGuideline => "No guideline applied";
    internal override string Rule(string id) => $"Rule {id}";
    internal override string Guideline(string id) => $"Guideline {id}";
    internal override string FromPeople => "Forms and apps (HTTP)";
    internal override string FromQueue => "Flows and batches (queue)";

    internal override string Footnote(string fewer, string notTold) =>
        $"“{Capital(fewer)}” and “{notTold}”: numbers of few people are held back so that nobody can be recognised by them, and with "
            + "them the numbers they could be worked out from.";
    internal override string Closing(string at, string timeZone) =>
        $"Numbers taken on {at}. Weeks run from Monday to Sunday, {timeZone} time. No digest holds names, staff ids or notes.";
    internal override string Link => "Open this digest on the web";
    internal override string Details => "Show or hide the details";
    internal override string Shortened => "This card shows part of the week.";
    internal override string Others(int count) => FormattableString.Invariant($"{count} more, on the web page and in the plain text");

    private static string Questions(bool isOne) => isOne ? "question" : "questions";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
