using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.Service;

namespace Friending.Api.Pages;

/// <summary>
/// The element <c>&lt;friending-ask&gt;</c> as one script for pages of other origins: the modules that the page at <c>/</c> loads one by
/// one, put together, with the words of all languages and the style sheet inside.
/// </summary>
internal static partial class EmbedScript
{
    /// <summary>The script's name.</summary>
    internal const string Name = "friending-ask.js";

    private const string Words = "messages-";

    // In the order in which they need one another. The page's own session, words and style are replaced by those for other pages.
    private static readonly string[] s_modules =
    [
        "embed-session.js", "messages.js", "api.js", "policy-document.js", "labels.js", "dom.js", "parts.js", "request.js", "interview.js",
        "questions.js", "remembered.js", "ask-form.js", "friending-ask.js",
    ];

    /// <summary>The script.</summary>
    /// <param name="files">The files of the pages, by name.</param>
    /// <exception cref="KeyNotFoundException">A module is missing.</exception>
    internal static byte[] Of(IReadOnlyDictionary<string, byte[]> files)
    {
        var modules =
            string.Concat(s_modules.Select(m =>
                Import().Replace(Text(files[m]), "").Replace("export { language, locale };\n", "", StringComparison.Ordinal)));
        modules = Unneeded().Replace(Export().Replace(modules, ""), "");
        var named = WordName().Matches(modules).Select(m => m.Groups[1].Value).ToHashSet();
        var families = Family().Matches(modules).Select(m => m.Groups[1].Value).ToArray();
        var words = files.Where(f => f.Key.StartsWith(Words, StringComparison.Ordinal)).ToDictionary(
            f => Path.GetFileNameWithoutExtension(f.Key)[Words.Length..],
            f => JsonSerializer.Deserialize(f.Value, ServiceJson.Default.DictionaryStringString)!
            .Where(w => named.Contains(w.Key) || families.Any(f => w.Key.StartsWith(f, StringComparison.Ordinal))).ToDictionary());
        // The element stands for the root of our own pages, and needs no rule that is for other pages alone.
        var style = Comment().Replace(OtherPages().Replace(Text(files["friending.css"]), ""), "")
            .Replace(":root", ":host", StringComparison.Ordinal);
        var script = $$"""
            // <friending-ask>, see docs/intranet-forms.md.
            const catalogue = {{JsonSerializer.Serialize(words, s_json)}};
            const language = [document.querySelector('friending-ask[lang]')?.lang, ...navigator.languages]
              .map(l => l?.split('-')[0].toLowerCase()).find(l => catalogue[l]) ?? 'en';
            const locale = navigator.languages.find(l => l.split('-')[0].toLowerCase() === language) ?? language;
            const words = catalogue[language];
            function styleOf(root) {
              const sheet = new CSSStyleSheet();
              sheet.replaceSync({{JsonSerializer.Serialize(style, s_json)}});
              root.adoptedStyleSheets = [sheet];
            }

            """;
        return Encoding.UTF8.GetBytes(script.ReplaceLineEndings("\n") + modules);
    }

    private static readonly JsonSerializerOptions s_json =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Text(byte[] file) => Encoding.UTF8.GetString(file).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^import [^;]*;\n", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^export (?=const|let|function|async|class)", RegexOptions.Multiline)]
    private static partial Regex Export();

    // Comments on lines of their own, and indentation: no string of the modules goes over a line.
    [GeneratedRegex(@"^[ \t]*(?:/\*\*.*?\*/\n|//[^\n]*\n)|^[ \t]+", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Unneeded();

    // What the script names of the words: 'ask.change', and t(`problem.${kind}`).
    [GeneratedRegex(@"'([a-z]+(?:-[a-z]+)*\.[A-Za-z0-9.-]+)'")]
    private static partial Regex WordName();

    [GeneratedRegex(@"\bt\(`([a-z-]+\.(?:[a-z]+-)?)\$\{")]
    private static partial Regex Family();

    [GeneratedRegex(@"/\* Tables \*/.*?(?=@media print)|/\* The page for administrators. \*/.*\z", RegexOptions.Singleline)]
    private static partial Regex OtherPages();

    [GeneratedRegex(@"/\*.*?\*/\s*", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
