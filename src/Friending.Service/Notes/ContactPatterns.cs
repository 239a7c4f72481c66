using System.Text.RegularExpressions;
using static Friending.Service.Notes.LinearPattern;

namespace Friending.Service.Notes;

/// <summary>What looks like a way to reach somebody: mail addresses, telephone numbers, profiles and user names.</summary>
internal static class ContactPatterns
{
    private const string Platform =
        "(?:facebook|fb|instagram|insta|ig|twitter|tik ?tok|telegram|linkedin|snapchat|snap|discord|skype|threads|reddit|kik|wechat"
            + "|messenger|bluesky|mastodon|pinterest|vk)";

    private const string AccountWord = "(?:name|handle|user ?name|user|id|account|usuario|nick|cuenta|perfil|profile)";
    private const string Name = @"[a-z0-9][a-z0-9._\-]{2,}";
    private const string NameWithDigits = @"\b[a-z]{3,}[a-z.]*\d{2,}\b";
    private const string Ends = @"\s?(?:$|[,.;:)!?]|\s(?:on|en)\s)";

    private const string AnyDot = $@"(?:\s?\.\s?|{WordDot})";
    private const string WordDot = @"(?:\s?[(\[{<]\s?(?:dot|punto|\.)\s?[)\]}>]\s?|\s(?:dot|punto)\s)";
    private const string CommonEnd = "(?:com|org|net|edu|gov|info|app|io|dev|social|blog|xyz|club|site|page|link|bio)";
    private const string MailService = "(?:gmail|googlemail|hotmail|yahoo|icloud|proton(?:mail)?|gmx|aol)";
    private const string MailWord = $"(?:{MailService}|outlook|e-?mail|mail|correo(?: electronico)?)";
    private const string Is = @"\s?(?:\s(?:is|es|era|was)\s|[:=])\s?";
    private const string Telling = @"[a-z0-9][a-z0-9\-]*[._\d][a-z0-9._\-]*";

    /// <summary>A network named by its bare address, which names nobody.</summary>
    public static readonly Regex PlainPlatform = Pattern(
        @"\b(?:www\.)?(?:facebook|instagram|linkedin|twitter|tiktok|x|whatsapp|snapchat|youtube|reddit|booking|amazon|ebay)\.com\b");

    /// <summary>Words that often follow a network's name and are no user name.</summary>
    public static readonly Regex PlainAnswer = Pattern(
        @"\b(?:full|open|closed|locked|empty|inactive|active|new|old|personal|professional|profesional|abiert[oa]|cerrad[oa]|nuev[oa]"
            + @"|fun|great|boring"
        + "|down|blocked|gone|useless|better|best|fine|good|bad|nice|lovely|evil|toxic|mostly|only|solo|just|about|all|banned"
        + "|prohibid[oa]|mine"
        + "|mejor|peor|buen[oa]|mal[oa]|enough"
        + @"|yes|none|private|privad[oa]|public|public[oa]|ningun[oa]|nothing|nada|both|declined|ignored|same|pending|accept|aceptar"
        + @"|unknown|hidden|covid19|not)\b");

    /// <summary>Where somebody works or buys, named by its host; taken out before hosts and mail addresses are looked for.</summary>
    public static readonly Regex PlainCompany = Pattern(
        @"\b(?:work(?:s|ed|ing)?|jobs?|employed|hired|interned|internship|booked|bought|ordered|sell|sold|manager|engineer"
            + @"|colleagues?|team|trabaj[a-z]+"
        + @"|emplead[oa]s?|compr[a-z]+|reserv[a-z]+)\s(?:[a-z]+\s)?(?:at|for|with|on|from|by|en|para|con|por)\s[a-z0-9\-]+(?:\.com?"
        + @"|\.es|\.org)?\b");

    /// <summary>E-mail addresses, plain and spelled out.</summary>
    public static readonly Regex[] Email =
    [
        Pattern("[a-z0-9._%+-]@[a-z0-9]"),
        Pattern($@"[a-z0-9]\s?@\s?[a-z0-9\-]+(?:\.[a-z]{{2,}}|\s\.\s?[a-z]{{2,}}|\.\s?{CommonEnd}\b)"),
        Pattern($@"(?:[(\[{{<]\s?(?:at|a|arroba)\s?[)\]}}>]|\barroba\b)\s?[a-z0-9\-]+{AnyDot}[a-z]{{2,}}"),
        Pattern(@"[a-z0-9][\-_\s](?:at|arroba)[\-_][a-z0-9]+[\-_](?:dot|punto)[\-_][a-z]{2,}"),
        Pattern($@"\b{MailWord}(?:\s(?:address|account|name|id|cuenta))?(?:{Is}|\s){Telling}{Ends}"),
        Pattern($@"(?:{Telling}|[a-z0-9]{WordDot}[a-z0-9]+)\s(?:at|en|on)\s(?:{MailService}|outlook)\b"),
        Pattern($@"\barroba\s(?:{MailService}|outlook)\b"),
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
        Pattern(@"\b(?:tel|telf|tlf|tfno|phone|telephone|telefono|cell|cel|mobile|movil|celular|fax)\b[\s.:#=\-]*(?:(?:is|es|at|no"
            + @"|number|num|numero)[\s.:]+){0,2}\d(?:[\s.()\-]{0,3}\d){4,}"),
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
        Pattern(@"\blinkedin\b[^.;]{0,40}\sin/[a-z0-9]{3,}"),
    ];

    /// <summary>A host's name without a path; asked after <see cref="PlainPlatform"/> is taken out.</summary>
    public static readonly Regex Host = Pattern($@"\b[a-z0-9\-]{{2,}}\.(?:{CommonEnd}|[a-z0-9\-]{{2,}}\.[a-z]{{2,6}})\b");

    /// <summary>User names.</summary>
    public static readonly Regex[] Handle =
    [
        Pattern(@"(?:^|[^a-z0-9._%+\-])@\d*[a-z_]{3,}"),
        Pattern(@"@\s?[a-z0-9]+[._\d][a-z0-9]"),
        Pattern(@"[a-z][a-z0-9.]*_+[a-z0-9]"),
        Pattern(@"[a-z]{3,}#\d{4}\b"),
        Pattern(@"\blive:[a-z0-9._]{3,}"),
        Pattern($@"\bgoes by {Name} (?:on|in) {Platform}\b"),
    ];

    /// <summary>User names told by the words around them; asked after <see cref="PlainAnswer"/> is taken out.</summary>
    public static readonly Regex[] NamedHandle =
    [
        Pattern($@"\b{Platform}(?:\s{AccountWord})?\s?[:=]\s?{Name}{Ends}"),
        Pattern($@"\b{Platform}\s{AccountWord}\s(?:is\s|es\s)?{Name}{Ends}"),
        Pattern($@"\b(?:user ?name|handle|screen ?name|usuario|nick)(?:\s(?:de|on|en)\s{Platform})?\s?(?:\sis\s|\ses\s|[:=])\s?{Name}"
            + $@"{Ends}"),
        Pattern($@"\b(?:her|his|their|su|sus)\s(?:{Platform}|{MailService}){Is}{Name}{Ends}"),
        Pattern($@"\b{Platform}\b[^,;?!]{{0,30}}{NameWithDigits}"),
        Pattern($@"{NameWithDigits}\s(?:on|in|at|en)\s(?:el\s)?{Platform}\b"),
        Pattern($@"\b{Platform}\s?(?:[^a-z0-9\s.,;!?()/]{{1,3}}|is|es|user|name|handle|usuario)\s?[a-z]+[._][a-z0-9]"),
    ];
}
