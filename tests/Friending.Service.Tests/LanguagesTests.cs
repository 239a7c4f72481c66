using System.Globalization;
using System.Text.RegularExpressions;
using Friending.Service.Languages;
using Xunit;

namespace Friending.Service.Tests;

/// <summary>The files of words, one a language.</summary>
public partial class LanguagesTests
{
    public static TheoryData<string> Others { get; } = new(Words.Languages.Where(l => l != "en"));

    [Theory]
    [MemberData(nameof(Others))]
    public void Each_language_has_the_texts_of_English_and_each_text_the_same_places(string language)
    {
        var (english, own) = (Of("en"), Of(language));
        var (missing, left) = (string.Join(", ", english.Names.Except(own.Names)), string.Join(", ", own.Names.Except(english.Names)));
        Assert.True(missing.Length == 0, $"{language}.json lacks {missing}.");
        Assert.True(left.Length == 0, $"{language}.json has what English has not: {left}.");
        Assert.All(english.Names, name => Assert.True(PlacesIn(english[name]).SequenceEqual(PlacesIn(own[name])),
            $"{language}.json, {name}: the places are not those of \"{english[name]}\"."));
    }

    private static Words Of(string language) => Words.For(CultureInfo.GetCultureInfo(language)).Words;

    private static string[] PlacesIn(string text) => [.. Place().Matches(text).Select(m => m.Value).Distinct().Order()];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
