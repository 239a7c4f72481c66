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
        Assert.Equal(english.Names, own.Names);
        Assert.All(english.Names, name => Assert.Equal(PlacesIn(english[name]), PlacesIn(own[name])));
    }

    private static Words Of(string language) => Words.For(CultureInfo.GetCultureInfo(language)).Words;

    private static string[] PlacesIn(string text) => [.. Place().Matches(text).Select(m => m.Value).Distinct().Order()];

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
