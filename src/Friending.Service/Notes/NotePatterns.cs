using System.Text.RegularExpressions;

namespace Friending.Service.Notes;

/// <summary>
/// What identifiers look like in normalised text, one pattern a shape. All are built with
/// <see cref="RegexOptions.NonBacktracking"/>, whose time is linear in the text whatever the text is; the price is that there are no
/// look-arounds, so what must not match is taken out beforehand (<see cref="OwnChildBorn"/>, <see cref="PlainPlatform"/>,
/// <see cref="PlainAnswer"/>).
/// </summary>
internal static class NotePatterns
{
    private const string Year = @"(?:1[89]|20)\d\d";
    private const string ShortYear = @"'?\d\d";
    private const string Day = @"(?:0?[1-9]|[12]\d|3[01])";
    private const string MonthNumber = "(?:0?[1-9]|1[0-2])";
    private const string Before = "(?:^|[^0-9])"; // no digit before
    private const string After = "(?:[^0-9]|$)"; // no digit after

    // What stands between the parts of a date in numbers. With blanks, both must be of one family: "until 2012. 3-2 in the final".
    private static readonly string[] DateSeparators = [@"\s?[/\-_|\\]{1,2}\s?", @"\s?\.\s?", @"[/.\-_|\\]{1,2}"];

    private const string Ordinal = @"(?:st|nd|rd|th|o|\.o)?";
    private const string Month =
        "(?:jan(?:uary)?|feb(?:ruary|rero)?|mar(?:ch|zo)?|apr(?:il)?|mayo?|june?|july?|aug(?:ust)?|sept?(?:ember|iembre)?|setiembre"
        + "|oct(?:ober|ubre)?|nov(?:ember|iembre)?|dec(?:ember)?|ene(?:ro)?|abr(?:il)?|junio|julio|ago(?:sto)?|dic(?:iembre)?)";

    private const string Born =
        @"\b(?:born|dob|d\.o\.b|date of birth|birth ?date|birth year|year of birth|ano de nacimiento|fn|f\.n|fdn|nacid[oa]s?|nacio|naci|nacimos|fecha (?:de )?nac(?:imiento)?|f\. ?nac)\b";

    private const string Lead = @"[\s.,:;=\-(]*(?:(?:is|was|es|fue|in|on|a|about|around|en|el|la|un|del?|dia|the|early|late|of|ano|year)\s){0,4}";

    private const string Platform =
        "(?:facebook|fb|instagram|insta|ig|twitter|tik ?tok|telegram|linkedin|snapchat|snap|discord|skype|threads|reddit|kik|wechat)";

    private const string AccountWord = "(?:name|handle|user ?name|user|id|account|usuario|nick|cuenta|perfil|profile)";
    private const string Name = @"[a-z0-9][a-z0-9._\-]{2,}";
    private const string NameWithDigits = @"\b[a-z]{3,}[a-z.]*\d{2,}\b";
    private const string Ends = @"\s?(?:$|[,.;:)!?]|\s(?:on|en)\s)";

    private const string AnyDot = $@"(?:\s?\.\s?|{WordDot})";
    private const string WordDot = @"(?:\s?[(\[{<]\s?(?:dot|punto|\.)\s?[)\]}>]\s?|\s(?:dot|punto)\s)";
    private const string CommonEnd = "(?:com|org|net|edu|gov|info|app|io|dev)";

    private const string NumberWord = @"(?:n\.?\s?o\.?|num\.?|number|numero|n\.|nr\.?|id\b|#)";
    private const string Between = @"[\s.:#=\-]*(?:(?:is|was|es|era)\s)?";
    private const string LetterPrefix = @"(?:[a-z]{1,4}[\s\-]?)?";
    private const string TwoDigits = @"\d(?:[\s.\-/]?\d)+";
    private const string ThreeDigits = @"\d(?:[\s.\-/]?\d){2,}";
    private const string NoYear = @"(?:\d{3}|[03-9]\d{3}|1[0-8]\d\d|2[1-9]\d\d|\d{5,})" + After;

    /// <summary>A year of birth that is one of the writer's own children: how parents say since when they know each other.</summary>
    public static readonly Regex OwnChildBorn = Pattern(
        @"\b(?:my|our|mi|mis|nuestr[oa]s?)\s(?:[a-z]+\s){0,2}"
        + @"(?:sons?|daughters?|child|children|kids?|twins|baby|babies|grandsons?|granddaughters?|nephews?|nieces?|hij[oa]s?|bebe|gemel[oa]s|mellizos|niet[oa]s?|sobrin[oa]s?)"
        + @"\s(?:was|were)?\s?(?:born|nacio)\b");

    /// <summary>A network named by its bare address, which names nobody.</summary>
    public static readonly Regex PlainPlatform = Pattern(
        @"\b(?:www\.)?(?:facebook|instagram|linkedin|twitter|tiktok|x|whatsapp|snapchat|youtube|reddit)\.com\b");

    /// <summary>Words that often follow a network's name and are no user name.</summary>
    public static readonly Regex PlainAnswer = Pattern(
        @"\b(?:yes|none|private|privad[oa]|public|public[oa]|ningun[oa]|nothing|nada|both|declined|ignored|same|pending|accept|aceptar|unknown|hidden|covid19|not)\b");

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
        Pattern($@"{Before}{Day}\s?{Ordinal}[\s.,/\-]*(?:(?:of|de)\s)?{Month}[\s.,/\-]*(?:(?:of|del?|in)\s)?'?{Year}{After}"),
        Pattern($@"{Before}{Day}\s?{Ordinal}[\s.,/\-]*(?:(?:of|de)\s)?{Month}[\s.,/\-]*(?:(?:of|del?)\s)?(?:'\d\d{After}|\d\d\s?(?:$|[,.;)]))"),
        Pattern($@"{Before}{Day}[/\-]?{Month}[/\-]?\d\d{After}"),
        // May 3rd, 1962
        Pattern($@"\b{Month}[\s./\-]*(?:the\s)?{Day}\s?{Ordinal}[\s.,/\-]+(?:(?:of|in|del?)\s)?'?{Year}{After}"),
        Pattern($@"\b{Month}[\s./\-]*(?:the\s)?{Day}\s?{Ordinal}(?:[\s,]*'\d\d{After}|[/\-]\d\d{After}|[\s,]+\d\d\s?(?:$|[.;)]))"),
        // 1962 May 3
        Pattern($@"{Before}{Year}[\s.,/\-]*{Month}[\s./\-]*{Day}{After}"),
        // 3-V-1962
        Dated(by => $"{Day}{by}(?:i{{1,3}}|iv|vi{{0,3}}|ix|xi{{0,2}}){by}(?:{Year}|{ShortYear})"),
    ];

    /// <summary>Parts of a date that are said to be of a birth.</summary>
    public static readonly Regex[] BirthPart =
    [
        Pattern($@"(?:{Born}|\b(?:birthday|b-?day|cumpleanos|cumple(?: anos)?)\b){Lead}{Day}\s?{Ordinal}[\s.,\-]*(?:(?:of|de)\s)?{Month}\b"),
        Pattern($@"(?:{Born}|\b(?:birthday|b-?day|cumpleanos|cumple(?: anos)?)\b){Lead}{Month}\.?\s(?:the\s)?{Day}{Ordinal}{After}"),
        Pattern($@"(?:{Born}|\b(?:birthday|b-?day|cumpleanos|cumple(?: anos)?)\b){Lead}{Day}\s?/\s?{Day}{After}"),
        Pattern($@"{Born}{Lead}{Month}\.?\s(?:(?:of|del?)\s)?'?(?:{Year}|\d\d){After}"),
        Pattern($@"\b(?:dob|d\.o\.b|date of birth|birth ?date|fn|fdn)\b{Lead}'?\d\d{After}"),
    ];

    /// <summary>A year that is said to be of a birth.</summary>
    public static readonly Regex BirthYear = Pattern($@"{Born}{Lead}(?:{Year}|'\d\d){After}");

    /// <summary>E-mail addresses, plain and spelled out.</summary>
    public static readonly Regex[] Email =
    [
        Pattern("[a-z0-9._%+-]@[a-z0-9]"),
        Pattern($@"[a-z0-9]\s?@\s?[a-z0-9\-]+(?:\.[a-z]{{2,}}|\s\.\s?[a-z]{{2,}}|\.\s?{CommonEnd}\b)"),
        Pattern($@"(?:[(\[{{<]\s?(?:at|a|arroba)\s?[)\]}}>]|\barroba\b)\s?[a-z0-9\-]+{AnyDot}[a-z]{{2,}}"),
        Pattern($@"\bat\s[a-z0-9\-]+(?:{WordDot}[a-z]{{2,}}|\.{CommonEnd}\b)"),
    ];

    /// <summary>Telephone numbers; <see cref="LongNumbers"/> finds most of them too, as numbers.</summary>
    public static readonly Regex[] Telephone =
    [
        Pattern(@"\+\s?\(?\d(?:[\s().\-/]{0,3}\d){6,}"),
        Pattern($@"{Before}00\d(?:[\s().\-/]{{0,3}}\d){{7,}}"),
        Pattern(@"\(\s?\d{2,5}\s?\)\s?\d{2,4}[\s.\-]?\d{3,4}"),
        Pattern($@"{Before}\d{{3}}[^a-z0-9,]{{1,3}}\d{{3}}[^a-z0-9,]{{1,3}}\d{{4}}{After}"),
        Pattern($@"{Before}\d{{3}}\s?[\-.]\s?\d{{4}}{After}"),
        Pattern($@"{Before}[6-9]\d\d[\s.\-]?\d\d[\s.\-]?\d\d[\s.\-]?\d\d{After}"),
        Pattern($@"{Before}[6-9]\d\d[\s.\-]\d{{3}}[\s.\-]\d{{3}}{After}"),
        Pattern($@"{Before}\d\d(?:[\s.\-]\d\d){{4}}{After}"),
        Pattern(@"\b(?:tel|telf|tlf|tfno|phone|telephone|telefono|cell|cel|mobile|movil|celular|fax)\b[\s.:#=\-]*(?:(?:is|es|at|no|number|num|numero)[\s.:]+){0,2}\d(?:[\s.()\-]{0,3}\d){4,}"),
        Pattern(@"\b(?:ext|extension|pager|beeper|busca)\b[\s.:#=\-]*(?:(?:is|es|no|number|num|numero)[\s.:]+){0,2}\d{3,}"),
    ];

    /// <summary>Addresses of profiles and other pages.</summary>
    public static readonly Regex[] Profile =
    [
        Pattern(@"\bh(?:tt|xx)ps?\s?:|:\s?/\s?/|\bwww\s?\.\s?[a-z0-9\-]+\s?\.\s?[a-z]"),
        Pattern(@"[a-z0-9\-]\.[a-z]{2,}/[a-z0-9~@%?#_]"),
        Pattern($@"\b{Platform}(?:\s?\.\s?|\s(?:dot|punto)\s)(?:com|me|net|es)\s?(?:/|\bslash\b|\bbarra\b)\s?[a-z0-9@]"),
        Pattern($@"\b{Platform}\s?/\s?[a-z][a-z\-]*[._\d][a-z0-9._\-]*"),
        Pattern($@"[a-z0-9]\s(?:dot|punto)\s(?:{CommonEnd}|es|mx|ar|co|me|uk)\b"),
        Pattern(@"(?:^|[\s/(])u/[a-z0-9_]{3,}"),
        Pattern(@"(?:^|[\s/(])in/[a-z0-9]+-[a-z0-9]"),
    ];

    /// <summary>A host's name without a path; asked after <see cref="PlainPlatform"/> is taken out.</summary>
    public static readonly Regex Host = Pattern($@"\b[a-z0-9\-]{{2,}}\.{CommonEnd}\b");

    /// <summary>User names.</summary>
    public static readonly Regex[] Handle =
    [
        Pattern(@"(?:^|[^a-z0-9._%+\-])@\d*[a-z_]{3,}"),
        Pattern(@"@\s?[a-z0-9]+[._\d][a-z0-9]"),
        Pattern(@"[a-z][a-z0-9.]*_+[a-z0-9]"),
        Pattern(@"[a-z]{3,}#\d{4}\b"),
        Pattern($@"\bgoes by {Name} (?:on|in) {Platform}\b"),
    ];

    /// <summary>User names told by the words around them; asked after <see cref="PlainAnswer"/> is taken out.</summary>
    public static readonly Regex[] NamedHandle =
    [
        Pattern($@"\b{Platform}(?:\s{AccountWord})?\s?[:=]\s?{Name}{Ends}"),
        Pattern($@"\b{Platform}\s{AccountWord}\s(?:is\s|es\s)?{Name}{Ends}"),
        Pattern($@"\b(?:user ?name|handle|screen ?name|usuario|nick)(?:\s(?:de|on|en)\s{Platform})?\s?(?:\sis\s|\ses\s|[:=])\s?{Name}{Ends}"),
        Pattern($@"\b{Platform}\b[^,;?!]{{0,30}}{NameWithDigits}"),
        Pattern($@"{NameWithDigits}\s(?:on|in|at|en)\s(?:el\s)?{Platform}\b"),
        Pattern($@"\b{Platform}\s?(?:[^a-z0-9\s.,;!?()/]{{1,3}}|is|es|user|name|handle|usuario)\s?[a-z]+[._][a-z0-9]"),
    ];

    /// <summary>Record numbers, which are told by the words around them.</summary>
    public static readonly Regex[] MedicalRecord =
    [
        Pattern($@"\b(?:m\.?\s?r\.?\s?n|n\.?\s?h\.?\s?c|nuhsa|cip|(?:medical|health) rec(?:ord|\.)?|h(?:istoria|ist)?\.?a? ?clinica|registro medico|expediente(?: clinico| medico)?|health card|tarjeta sanitaria)\.?(?:\s?{NumberWord})?{Between}{LetterPrefix}{TwoDigits}"),
        Pattern($@"\bh\.?\s?c\.?\s?[el]?\.?(?:\s?{NumberWord})?{Between}{ThreeDigits}"),
        Pattern($@"\b(?:patient|pt|paciente|chart|hospital|nhs|member)s?\.?\s?{NumberWord}{Between}{LetterPrefix}{TwoDigits}"),
        Pattern($@"\b(?:record|case|file|visit|encounter|admission|episode|account|policy|insurance|historia|episodio|ficha|ingreso|caso|registro|afiliacion|poliza|seguridad social)\.?\s?{NumberWord}{Between}{LetterPrefix}{ThreeDigits}"),
        Pattern($@"\b{NumberWord}\s(?:de|of)\s(?:la\s|the\s)?(?:historia|expediente|paciente|patient|record|registro|ficha|episodio|afiliacion|seguridad social|tarjeta|chart|case|file)(?:\s(?:clinic[oa]|medic[oa]))?{Between}{LetterPrefix}{TwoDigits}"),
        Pattern($@"\b(?:chart|encounter|episodio|ficha|record|historia|id){Between}{LetterPrefix}{NoYear}"),
        Pattern($@"\b(?:id|identification|identificacion)\s{NumberWord}{Between}{LetterPrefix}{ThreeDigits}"),
        Pattern($@"\bn\.?\s?o\.?\s(?:de\s)?h\.?a\.?\s?{NoYear}"),
        Pattern($@"\b(?:patient|record|chart|paciente|historia|expediente)\s(?:number|numero|id)\b[^.;0-9]{{0,20}}{NoYear}"),
    ];

    private static Regex Dated(Func<string, string> date) =>
        Pattern($"{Before}(?:{string.Join('|', DateSeparators.Select(date))}){After}");

    private static Regex Pattern(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
