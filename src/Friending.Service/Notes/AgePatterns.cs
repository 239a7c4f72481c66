using System.Text.RegularExpressions;
using static Friending.Service.Notes.LinearPattern;

namespace Friending.Service.Notes;

/// <summary>
/// What ages over 89 look like: so few people are that old that the age points at one
/// (45 CFR 164.514(b)(2)(i)(C), https://www.ecfr.gov/current/title-45/section-164.514).
/// </summary>
internal static class AgePatterns
{
    private const string Old = @"(?:9\d|1[01]\d)";

    /// <summary>Such an age, of a person.</summary>
    public static readonly Regex[] OverEightyNine =
    [
        Pattern($@"{Before}{Old}[\s\-]?(?:(?:years?|yrs?)[\s\-](?:old|of age)|y/?o\b|y\.o\.)"),
        Pattern($@"\b(?:aged?|at the age of)[\s:]+{Old}{After}"),
        Pattern($@"\b(?:she|he|who|they|mother|father|grandmother|grandfather|lady|man|woman|patient)(?:\s(?:is|was|just|now|already)"
            + $@"|'s){{1,3}}\s{Old}\s?(?:$|[,.;)!?]|\s(?:now|and|last|this|in|on)\b)"),
        Pattern($@"\bturn(?:ed|s|ing)?\s{Old}{After}"),
        Pattern($@"[a-z],\s{Old},\s[a-z]"),
        Pattern($@"\b(?:her|his|their)\s{Old}(?:st|nd|rd|th)\s(?:year|birthday)"),
        Pattern($@"\b(?:tiene|tenia|tenga|con|de|a los|sus)\s(?:ya\s|casi\s)?{Old}\sanos\b"),
        Pattern($@"\bcumpl[a-z]+\s(?:los\s|ya\s)?{Old}{After}"),
    ];

    /// <summary>Such an age, told in a word.</summary>
    public static readonly Regex InAWord = Pattern(@"\b(?:centenarian|nonagenarian|centenari[oa]|nonagenari[oa])\b");
}
