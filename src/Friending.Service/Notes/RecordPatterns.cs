using System.Text.RegularExpressions;
using static Friending.Service.Notes.LinearPattern;

namespace Friending.Service.Notes;

/// <summary>What numbers look like that some register gave to a person, told by the words around them or by their form.</summary>
internal static class RecordPatterns
{
    private const string NumberWord = @"(?:n\.?\s?o\.?|num\.?|number|numero|n\.|nr\.?|id\b|#)";
    private const string Between = @"[\s.:#=\-]*(?:(?:is|was|es|era)\s)?";
    private const string LetterPrefix = @"(?:[a-z]{1,4}[\s\-]?)?";
    private const string TwoDigits = @"\d(?:[\s.\-/]?\d)+";
    private const string ThreeDigits = @"\d(?:[\s.\-/]?\d){2,}";
    private const string NoYear = @"(?:\d{3}|[03-9]\d{3}|1[0-8]\d\d|2[1-9]\d\d|\d{5,})" + After;

    /// <summary>The number of a technical standard, which is no person's; taken out before long numbers are looked for.</summary>
    public static readonly Regex Standard = Pattern(
        @"\b(?:iso|iec|din|une|ansi|ieee|astm)(?:[/\s\-](?:iec|en|iso|ts|tr))*[\s\-]?\d{3,6}(?:[\-:]\d{1,4}){0,2}\b");

    /// <summary>Numbers told by their form: national insurance in the United Kingdom.</summary>
    public static readonly Regex NationalInsurance = Pattern(@"\b[a-z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[a-d]\b");

    /// <summary>Record numbers, which are told by the words around them.</summary>
    public static readonly Regex[] MedicalRecord =
    [
        Pattern($@"\b(?:m\.?\s?r\.?\s?n|n\.?\s?h\.?\s?c|nuhsa|cip|(?:medical|health) rec(?:ord|\.)?|h(?:istoria|ist)?\.?a? ?clinica"
            + $@"|registro medico|expediente(?: clinico| medico)?|health card|tarjeta sanitaria)\.?(?:\s?{NumberWord})?{Between}"
            + $@"{LetterPrefix}{TwoDigits}"),
        Pattern($@"\bh\.?\s?c\.?\s?[el]?\.?(?:\s?{NumberWord})?{Between}{ThreeDigits}"),
        Pattern($@"\b(?:patient|pt|paciente|chart|hospital|nhs|member)s?\.?\s?{NumberWord}{Between}{LetterPrefix}{TwoDigits}"),
        Pattern($@"\b(?:record|case|file|visit|encounter|admission|episode|account|policy|insurance|historia|episodio|ficha|ingreso"
            + $@"|caso|registro|afiliacion|poliza|seguridad social)\.?\s?{NumberWord}{Between}{LetterPrefix}{ThreeDigits}"),
        Pattern($@"\b{NumberWord}\s(?:de|of)\s(?:la\s|the\s)?(?:historia|expediente|paciente|patient|record|registro|ficha|episodio"
            + $@"|afiliacion|seguridad social|tarjeta|chart|case|file)(?:\s(?:clinic[oa]|medic[oa]))?{Between}{LetterPrefix}{TwoDigits}"),
        Pattern($@"\b(?:chart|encounter|episodio|ficha|record|historia|id){Between}{LetterPrefix}{NoYear}"),
        Pattern($@"\b(?:id|identification|identificacion)\s{NumberWord}{Between}{LetterPrefix}{ThreeDigits}"),
        Pattern($@"\bn\.?\s?o\.?\s(?:de\s)?h\.?a\.?\s?{NoYear}"),
        Pattern($@"\b(?:patient|record|chart|paciente|historia|expediente)\s(?:number|numero|id)\b[^.;0-9]{{0,20}}{NoYear}"),
    ];
}
