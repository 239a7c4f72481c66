using System.Globalization;

namespace Friending.Service.Digests.Rendering;

/// <summary>The words of a digest in one language. A language that lacks one does not compile.</summary>
internal abstract class DigestWords
{
    private static readonly DigestWords[] s_all = [new EnglishDigestWords(), new SpanishDigestWords()];

    /// <summary>The language, a BCP 47 tag.</summary>
    internal abstract string Language { get; }

    /// <summary>
    /// The words for a culture, English where there are none in its language; with the culture to write numbers and dates in.
    /// </summary>
    internal static (DigestWords Words, CultureInfo Culture) For(CultureInfo culture) =>
        Array.Find(s_all, w => w.Language == culture.TwoLetterISOLanguageName) is { } words
            // A bare "en" would write dates as nobody does.
            ? (words, culture.IsNeutralCulture ? CultureInfo.CreateSpecificCulture(culture.Name) : culture)
            : (s_all[0], CultureInfo.GetCultureInfo("en-US"));

    internal abstract string Title(string subject, int week);
    internal abstract string Organisation { get; }

    // What to do first.
    internal abstract string OverdueCases(string number, bool isOne);
    internal abstract string DueCases(string number, bool isOne);
    internal abstract string PoisonedMessages(string number, bool isOne);
    internal abstract string Changed(string label, string number, string weekBefore);
    internal abstract string NothingFirst { get; }
    internal abstract string Some { get; }

    // The first sentence.
    internal abstract string NoRequests(string subject);
    internal abstract string NoRequestsOf(string department, string subject);
    internal abstract string Asked(string number, bool isOne, string subject);
    internal abstract string AskedBy(string department, string number, bool isOne, string subject);
    internal abstract string AskedNotTold(string subject);
    internal abstract string AskedNotToldBy(string department, string subject);
    internal abstract string More(string number);
    internal abstract string Less(string number);
    internal abstract string AsMany { get; }
    internal abstract string WeekBefore(string number);

    // The others.
    internal abstract string MostFrequent(string outcome, string share);
    internal abstract string Waiting(string number, bool isOne, string? oldestSince);
    internal abstract string NotOver(string at);

    internal abstract string FewerThan(int threshold);
    internal abstract string NotTold { get; }
    internal abstract string NoChange { get; }

    internal abstract string Outcomes { get; }
    internal abstract string Trend { get; }
    internal abstract string Reviews { get; }
    internal abstract string Exemptions { get; }
    internal abstract string Background { get; }
    internal abstract string By(DigestDimension dimension);

    internal abstract string FigureColumn { get; }
    internal abstract string ShareColumn { get; }
    internal abstract string ChangeColumn { get; }

    internal abstract string Opened { get; }
    internal abstract string Resolved { get; }
    internal abstract string Median { get; }
    internal abstract string Hours(string number);
    internal abstract string Pending { get; }
    internal abstract string Oldest { get; }
    internal abstract string Days(int days, string number);

    internal abstract string ByReviewer { get; }
    internal abstract string Poisoned { get; }
    internal abstract string Policy(string version);
    internal abstract string Requests(string number, bool isOne);

    // What decisions hold, where the policy has no words for it.
    internal abstract string NotStated { get; }
    internal abstract string Undecided { get; }
    internal abstract string OtherValues { get; }
    internal abstract string NoRule { get; }
    internal abstract string NoGuideline { get; }
    internal abstract string Rule(string id);
    internal abstract string Guideline(string id);
    internal abstract string FromPeople { get; }
    internal abstract string FromQueue { get; }

    internal abstract string Footnote(string fewer, string notTold);
    internal abstract string Closing(string at, string timeZone);
    internal abstract string Link { get; }
    internal abstract string Details { get; }
    internal abstract string Shortened { get; }
    internal abstract string Others(int count);
}
