using System.Text.RegularExpressions;
using static Friending.Service.Notes.LinearPattern;

namespace Friending.Service.Notes;

/// <summary>What dates look like that may identify a patient: full ones, parts of a birth date, and days of care.</summary>
internal static class DatePatterns
{
    /// <summary>A day of the month, in figures.</summary>
    internal const string Day = @"(?:0?[1-9]|[12]\d|3[01])";

    /// <summary>The name of a month in English, Spanish, French, German, Italian, Portuguese, Dutch and Catalan, without accents.</summary>
    internal const string Month =
        "(?:jan(?:uary|uar|uari|vier|eiro)?|gennaio|gener|feb(?:ruary|rero|ruar|ruari|braio|rer)?|fev(?:rier|ereiro)?|mar(?:ch|zo|z|s"
            + "|co|c)?|maart"
        + "|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|may|mayo|mai|maig|maio|maggio|mei|june?|juni|junio|juin|junho|juny|giugno"
        + "|july?|juli|julio|juil(?:let)?|julho|juliol|luglio|aug(?:ust|ustus)?|aout|agost|ago(?:sto)?|sept?(?:ember|iembre|embre)?"
        + "|setiembre"
        + "|settembre|setembro|setembre|oct(?:ober|ubre|obre)?|okt(?:ober)?|ott(?:obre)?|outubro|nov(?:ember|iembre|embre|embro)?"
        + "|dec(?:ember|embre)?|dez(?:ember|embro)?|desembre|ene(?:ro)?|dic(?:iembre|embre)?)";

    private const string Ordinal = @"(?:st|nd|rd|th|o|\.o|er|\.er)?";
    private const string Year = @"(?:1[89]|20)\d\d";
    private const string ShortYear = @"'?\d\d";
    private const string MonthNumber = "(?:0?[1-9]|1[0-2])";

    // What stands between the parts of a date in numbers. With blanks, both must be of one family: "until 2012. 3-2 in the final".
    private static readonly string[] DateSeparators = [@"\s?[/\-_|\\]{1,2}\s?", @"\s?\.\s?", @"[/.\-_|\\]{1,2}"];

    private const string Born =
        @"\b(?:born|dob|d\.o\.b|date of birth|birth ?date|birth year|year of birth|ano de nacimiento|fn|f\.n|fdn|nacid[oa]s?|nacio"
            + @"|naci|nacimos|fecha (?:de )?nac(?:imiento)?|f\. ?nac|geboren|nat[oa] (?:il|el|nel)|nee? (?:le|en)|nascid[oa])\b";

    private const string Lead = @"[\s.,:;=\-(]*(?:(?:is|was|es|fue|in|on|a|about|around|en|el|la|un|del?|dia|the|early|late|of|ano"
        + @"|year)\s){0,4}";
    private const string Birthday = $@"(?:{Born}|\b(?:birthday|b-?day|cumpleanos|cumple(?: anos)?)\b)";
    private const string DayAndMonth = $@"(?:{Day}\s?{Ordinal}[\s.,\-]*(?:(?:of|de|du)\s)?{Month}\b|{Month}\.?\s(?:the\s)?{Day}"
        + $@"{Ordinal}{After})";

    // Days on which something was done with a patient.
    private const string Care =
        @"\b(?:(?:re)?admi(?:tted|ssion)|discharged?|hospitali[sz]ed|surgery|operat(?:ed|ion)|transferred|came in (?:on|the)"
            + @"|passed away|died|deceased"
        + @"|(?:re)?ingres(?:o|ad[oa]|aron)|(?:dad[oa] de|dieron(?: de)? el|dieron de|dio el|dio de|el|recibio el|fecha de) alta"
        + @"|alta (?:el|medica|hospitalaria|voluntaria)|operad[oa]|operaron|operacion|cirugia"
        + @"|intervencion|intervenid[oa]|hospitalizad[oa]|fallecio|fallecid[oa]|murio|trasladad[oa])\b";

    private const string Festivity =
        @"(?:picnic|party|parade|fireworks|festival|concert|match|reunion|game|marathon|race|dinner|lunch|barbecue|bbq|fair|feast|wedding"
        + "|fiestas?|boda|bautizo|comida|cena|romeria|verbena|partido|concierto|maraton|carrera|feria)";

    private const string EventDate = $@"(?:{Day}\s?{Ordinal}\s(?:(?:of|de)\s)?{Month}|{Month}\s(?:the\s)?{Day}{Ordinal}),?\s(?:(?:of"
        + $@"|del?)\s)?{Year}";

    /// <summary>A year of birth that is one of the writer's own children: how parents say since when they know each other.</summary>
    public static readonly Regex OwnChildBorn = Pattern(
        @"\b(?:my|our|mi|mis|nuestr[oa]s?)\s(?:[a-z]+\s){0,2}"
        + @"(?:sons?|daughters?|child|children|kids?|twins|baby|babies|grandsons?|granddaughters?|nephews?|nieces?|hij[oa]s?|bebe"
        + @"|gemel[oa]s|mellizos|niet[oa]s?|sobrin[oa]s?)"
        + @"\s(?:was|were)?\s?(?:born|nacio)\b");

    /// <summary>Full dates: everybody's way to write one.</summary>
    public static readonly Regex[] FullDate =
    [
        Dated(by => $"(?:{Day}{by}{MonthNumber}|{MonthNumber}{by}{Day}){by}(?:{Year}|{ShortYear})"),
        Dated(by => $"{Year}{by}{MonthNumber}{by}{Day}"),
        Dated(by => $@"\d\d{by}(?:0[1-9]|1[0-2]){by}(?:0[1-9]|[12]\d|3[01])"),
        Pattern($"{Before}(?:{Day} {MonthNumber}|{MonthNumber} {Day}) {Year}{After}"),
        Pattern($"{Before}{Year} {MonthNumber} {Day}{After}"),
        Pattern($@"{Before}(?:0[1-9] \d\d|\d\d 0[1-9]) \d\d\s?(?:$|[,.;)])"),
        Pattern($"{Before}{Year}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01]){After}"),
        // 3 May 1962, 3rd of May '62, 31-dic-1949, 03MAY62, 1.o de enero de 1950
        Pattern($@"{Before}{Day}\s?{Ordinal}[\s.,/\-]*(?:(?:of|de|du)\s)?{Month}[\s.,/\-]*(?:(?:of|del?|in)\s)?'?{Year}{After}"),
        Pattern($@"{Before}{Day}\s?{Ordinal}[\s.,/\-]*(?:(?:of|de|du)\s)?{Month}[\s.,/\-]*(?:(?:of|del?)\s)?(?:'\d\d{After}|\d\d\s?"
            + $@"(?:$|[,.;)]))"),
        Pattern($@"{Before}{Day}[/\-]?{Month}[/\-]?\d\d{After}"),
        // May 3rd, 1962
        Pattern($@"\b{Month}[\s./\-]*(?:the\s)?{Day}\s?{Ordinal}[\s.,/\-]+(?:(?:of|in|del?)\s)?'?{Year}{After}"),
        Pattern($@"\b{Month}[\s./\-]*(?:the\s)?{Day}\s?{Ordinal}(?:[\s,]*'\d\d{After}|[/\-]\d\d{After}|[\s,]+\d\d\s?(?:$|[.;)]))"),
        // 1962 May 3
        Pattern($@"{Before}{Year}[\s.,/\-]*{Month}[\s./\-]*{Day}{After}"),
        // 3-V-1962
        Dated(by => $"{Day}{by}(?:i{{1,3}}|iv|vi{{0,3}}|ix|xi{{0,2}}){by}(?:{Year}|{ShortYear})"),
        Pattern($@"{Before}{Day}\s(?:i{{2,3}}|iv|vi{{0,3}}|ix|xi{{0,2}})\s{Year}{After}"),
        // Year, month and day with the signs that Chinese and Japanese put after them.
        Pattern($@"{Year}\s?\u5e74\s?{MonthNumber}\s?\u6708\s?{Day}"),
    ];

    /// <summary>Parts of a date that are said to be of a birth.</summary>
    public static readonly Regex[] BirthPart =
    [
        Pattern($"{Birthday}{Lead}{DayAndMonth}"),
        Pattern($@"{Birthday}{Lead}{Day}\s?/\s?{Day}{After}"),
        Pattern($@"{Birthday}{Lead}{Day}\s(?:of|de|del)\s(?:the\s)?{MonthNumber}{After}"),
        Pattern($@"{Birthday}{Lead}\d{{4}}\s\d{{2,4}}{After}"),
        Pattern($@"{Born}{Lead}{Month}\.?\s(?:(?:of|del?)\s)?'?(?:{Year}|\d\d){After}"),
        Pattern($@"\b(?:dob|d\.o\.b|date of birth|birth ?date|fn|fdn)\b{Lead}'?\d\d{After}"),
    ];

    /// <summary>A year that is said to be of a birth.</summary>
    public static readonly Regex BirthYear = Pattern($@"{Born}{Lead}(?:{Year}|'\d\d){After}");

    /// <summary>Days on which somebody was admitted, operated on, moved, discharged or died.</summary>
    public static readonly Regex[] CareDay =
    [
        Pattern($@"{Care}[^.;!?]{{0,30}}{Before}{DayAndMonth}"),
        Pattern($@"{Care}[^.;!?0-9]{{0,30}}\b{Month}\.?\s{Day}{After}"),
        Pattern($@"{Care}(?:\s(?:on|el|dia|date))*[\s:]+{Day}[/\-.]{MonthNumber}{After}"),
        Pattern($@"(?:{Before}|\b){DayAndMonth}[^.;!?0-9]{{0,30}}{Care}"),
    ];

    /// <summary>
    /// The day of a public event, such as "the 4th of July 2019 picnic". It is taken out before <see cref="FullDate"/> is asked, where
    /// the note speaks of no birth.
    /// </summary>
    public static readonly Regex EventDay = Pattern(
        $@"{Before}{EventDate},?\s(?:[a-z]+\s)?{Festivity}\b|\b{Festivity}\s(?:(?:of|on|the|de|del|el)\s){{1,2}}{EventDate}{After}");

    /// <summary>Three numbers of a shift pattern or a score; taken out before <see cref="FullDate"/> is asked.</summary>
    public static readonly Regex Pace = Pattern(
        @"\b(?:shifts?|turnos?|pattern|rota|rotation|score|ratio|formation|marcador)\s(?:(?:pattern|is|was|of|de|es)\s){0,2}\d{1,2}"
            + @"(?:[\-/]\d{1,2}){2}\b");

    /// <summary>Words that say that a birth is spoken of.</summary>
    public static readonly Regex Birth = Pattern(Birthday);

    private static Regex Dated(Func<string, string> date) =>
        Pattern($"{Before}(?:{string.Join('|', DateSeparators.Select(date))}){After}");
}
