using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Friending.Service.Languages;

/// <summary>
/// The words of digests and notices in one language, by name, from the file of the language in this folder. <c>{0}</c>, <c>{1}</c> and so
/// on stand for what a text tells. Each file has the same names.
/// </summary>
internal sealed partial class Words
{
    private const string Folder = "Friending.Service.Languages/";

    private static readonly Dictionary<string, Words> s_all = typeof(Words).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(n => new Words(Path.GetFileNameWithoutExtension(n), Read(n))).ToDictionary(w => w.Language);

    private readonly Dictionary<string, string> _texts;

    private Words(string language, Dictionary<string, string> texts) => (Language, _texts) = (language, texts);

    /// <summary>The languages that there are words in, BCP 47 tags.</summary>
    internal static IReadOnlyList<string> Languages { get; } = [.. s_all.Keys];

    /// <summary>The language, a BCP 47 tag.</summary>
    internal string Language { get; }

    /// <summary>The names of all texts.</summary>
    internal IReadOnlyCollection<string> Names => _texts.Keys;

    /// <summary>A text as it stands in the file.</summary>
    /// <exception cref="KeyNotFoundException">The file has no such text.</exception>
    internal string this[string name] => _texts[name];

    /// <summary>
    /// The words for a culture, English where there are none in its language; with the culture to write numbers and dates in.
    /// </summary>
    internal static (Words Words, CultureInfo Culture) For(CultureInfo culture) =>
        s_all.TryGetValue(culture.TwoLetterISOLanguageName, out var words)
            // The neutral culture "en" has no region's way to write dates.
            ? (words, culture.IsNeutralCulture ? CultureInfo.CreateSpecificCulture(culture.Name) : culture)
            : (s_all["en"], CultureInfo.GetCultureInfo("en-US"));

    /// <summary>A text with what it tells.</summary>
    internal string Say(string name, params object?[] told) => string.Format(CultureInfo.InvariantCulture, _texts[name], told);

    /// <summary>A text about a number: <c>NAME.one</c> where it is one, else <c>NAME</c>.</summary>
    internal string Count(string name, bool isOne, params object?[] told) => Say(isOne ? $"{name}.one" : name, told);

    /// <summary>The text with a capital at its beginning.</summary>
    internal static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The culture's way to write a day with its year: its long date less the day of the week.</summary>
    internal static string DayFormat(CultureInfo culture) => DayOfWeek().Replace(culture.DateTimeFormat.LongDatePattern, "").Trim();

    private static Dictionary<string, string> Read(string resource)
    {
        using var file = typeof(Words).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize(file, ServiceJson.Default.DictionaryStringString)!;
    }

    [GeneratedRegex(@"dddd,?\s*")]
    private static partial Regex DayOfWeek();
}
