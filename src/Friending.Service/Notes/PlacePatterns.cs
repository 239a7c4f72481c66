using System.Text.RegularExpressions;
using static Friending.Service.Notes.LinearPattern;

namespace Friending.Service.Notes;

/// <summary>
/// What looks like a place that one person is found at: boxes, postcodes, and a room or bed on a day. Streets are found by
/// <see cref="StreetAddresses"/>.
/// </summary>
internal static class PlacePatterns
{
    private const string Room = @"\b(?:room|rm|bed|bay|hab|habitacion|cama|box)\.?\s?(?:n\.?o?\.?\s|#)?\d{1,4}[a-z]?\b";
    private const string WeekDay =
        "(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|lunes|martes|miercoles|jueves|viernes|sabados?"
            + "|domingos?)";

    private const string OnADay =
        $@"(?:\b(?:{WeekDay}|yesterday|today|tonight|last night|christmas|ayer|anteayer|anoche|hoy|navidad)\b"
        + $@"|{Before}{DatePatterns.Day}(?:st|nd|rd|th)?\s(?:(?:of|de)\s)?{DatePatterns.Month}\b|\b{DatePatterns.Month}\s"
        + $@"{DatePatterns.Day}(?:st|nd|rd|th)?{After}"
        + $@"|{Before}{DatePatterns.Day}/(?:0?[1-9]|1[0-2]){After})";

    /// <summary>A day that comes again every week; taken out before <see cref="RoomOnADay"/> is asked.</summary>
    public static readonly Regex EveryWeek = Pattern(
        $@"\b(?:every|each|most|cada|todos los|los|on alternate)\s(?:(?:other|second|first|segundo|primer)\s)?{WeekDay}\b|\b(?:mon"
            + $@"|tues|wednes|thurs|fri|satur|sun)days\b");

    /// <summary>A room or a bed, with the day.</summary>
    public static readonly Regex[] RoomOnADay = [Pattern($"{Room}[^.;!?]{{0,40}}{OnADay}"), Pattern($"{OnADay}[^.;!?]{{0,40}}{Room}")];

    /// <summary>Ordinal numbers, which look like half a British postcode; taken out before <see cref="Address"/> is asked.</summary>
    public static readonly Regex Ordinals = Pattern(@"\b\d+(?:st|nd|rd|th)\b");

    /// <summary>Post-office boxes and postcodes.</summary>
    public static readonly Regex[] Address =
    [
        Pattern(@"\bp\.?\s?o\.?\s?box\s?(?:n\.?o?\.?\s|#)?\d+"),
        Pattern(@"\b(?:apartado(?: de correos| postal)|apdo|casilla(?: de correos?| postal)?|postfach|boite postale)\.?\s?"
            + @"(?:n\.?o?\.?\s)?\d+"),
        Pattern(@"\b[a-z]{1,2}\d[a-z\d]?\s?\d[abd-hjlnp-uw-z]{2}\b"),
        Pattern(@"\b[abceghj-nprstvxy]\d[a-z]\s?\d[a-z]\d\b"),
        Pattern(@"\b(?:c\.?\s?p\.?|zip(?:\s?code)?|post\s?code|postal code|codigo postal|plz|cap)\b[\s.:#=\-]*(?:(?:is|es)\s)?\d{4,5}\b"),
    ];
}
