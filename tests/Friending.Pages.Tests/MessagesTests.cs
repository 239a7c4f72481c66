using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Friending.Pages.Tests;

/// <summary>The pages' words: one file a language, alike, and none missing or left over.</summary>
public sealed partial class MessagesTests
{
    private static readonly string s_folder = Path.Combine(
        typeof(MessagesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryFolder").Value!,
        "src", "Friending.Api", "Pages", "assets");

    private static Dictionary<string, string> English { get; } = Words("en");

    public static TheoryData<string> OtherLanguages { get; } =
    [
        .. Directory.EnumerateFiles(s_folder, "messages-*.json").Select(f => Path.GetFileNameWithoutExtension(f)["messages-".Length..])
            .Where(l => l != "en"),
    ];

    private static string Scripts { get; } = string.Concat(Directory.EnumerateFiles(s_folder, "*.js").Select(File.ReadAllText));

    [Theory]
    [MemberData(nameof(OtherLanguages))]
    public void A_language_has_the_words_of_English_with_the_same_parts_to_fill_in(string language)
    {
        var own = Words(language);
        var (missing, left) = (string.Join(", ", English.Keys.Except(own.Keys)), string.Join(", ", own.Keys.Except(English.Keys)));
        Assert.True(missing.Length == 0, $"messages-{language}.json lacks {missing}.");
        Assert.True(left.Length == 0, $"messages-{language}.json has what English has not: {left}.");
        Assert.All(English, w => Assert.True(PartsOf(w.Value).SequenceEqual(PartsOf(own[w.Key])),
            $"messages-{language}.json, {w.Key}: the parts to fill in are not those of \"{w.Value}\"."));
        Assert.All(English.Concat(own), w => Assert.False(string.IsNullOrWhiteSpace(w.Value), w.Key));
    }

    [Fact]
    public void The_pages_offer_each_language_that_has_words()
    {
        var script = File.ReadAllText(Path.Combine(s_folder, "words.js"));
        var expected = string.Join(", ", OtherLanguages.Select(l => l.Data).Prepend("en").Order(StringComparer.Ordinal));
        var offered = string.Join(", ",
            Offered().Match(script).Groups["language"].Captures.Select(c => c.Value).Order(StringComparer.Ordinal));
        Assert.True(expected == offered, $"The list in words.js has {offered}; there are words in {expected}.");
    }

    [Fact]
    public void Words_that_the_scripts_use_are_there_and_those_that_are_there_are_used()
    {
        var named = Name().Matches(Scripts).Select(m => m.Groups[1].Value).ToHashSet();
        var families = Family().Matches(Scripts).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.True(named.Count > 50 && families.Count > 5, "The search finds too little to mean anything.");
        Assert.All(named, n => Assert.True(English.ContainsKey(n), $"{n} is missing."));
        Assert.All(families, f => Assert.True(English.Keys.Any(k => k.StartsWith(f, StringComparison.Ordinal)), $"{f} has no words."));
        Assert.All(English.Keys, k =>
            Assert.True(named.Contains(k) || families.Any(f => k.StartsWith(f, StringComparison.Ordinal)), $"{k} is used nowhere."));
    }

    [Fact]
    public void No_text_that_people_read_stands_in_the_scripts() =>
        // h('p', {}, 'Some words') would be shown in every language.
        Assert.Empty(Regex.Matches(Scripts, @"h\('(?:p|h[1-6]|button|label|li|span|strong|th|td|a)', \{[^{}]*\}, '([A-Z][^']+)'")
            .Select(m => m.Value));

    private static Dictionary<string, string> Words(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(s_folder, $"messages-{language}.json")))!;

    private static IEnumerable<string> PartsOf(string text) => Part().Matches(text).Select(m => m.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex("const available = \\[(?:'(?<language>[a-z]+)',? ?)+\\]")]
    private static partial Regex Offered();

    // Any 'name.more' of a script; file names are not taken for one.
    [GeneratedRegex(@"'([a-z]+(?:-[a-z]+)*\.(?!svg'|css'|js')[A-Za-z0-9.-]+)'")]
    private static partial Regex Name();

    // t(`name.${rest}`)
    [GeneratedRegex(@"\b(?:t|knows)\(`([a-z-]+\.(?:[a-z]+-)?)\$\{")]
    private static partial Regex Family();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Part();
}
