using Friending.Service.Notes;
using Xunit;

namespace Friending.Service.Tests.Notes;

/// <summary>Every word that makes a street of a name, or something else of a number, each by itself.</summary>
public sealed class NoteGuardStreetTests
{
    [Theory]
    [InlineData(
        "street st avenue ave road rd lane ln drive dr boulevard blvd court ct close crescent terrace highway hwy parkway pkwy square "
            + "place row gardens grove mews circle way",
        "they live at 42 Elm {0} now", "tree")]
    [InlineData(
        "calle c/ c/. avenida avda av paseo pza plza plaza camino carretera ctra ronda travesia callejon bulevar avenue boulevard calzada "
            + "rue chemin impasse via viale piazza rua",
        "vive con ella, {0} Mayor 12", "bici")]
    [InlineData("strasse stra\u00DFe str gasse weg platz allee", "sie wohnt Haupt{0} 12", "bahn")]
    [InlineData("n.o no. num.", "calle Mayor {0} 12", "fin.")]
    public void A_house_in_a_street_is_an_address(string words, string note, string other) => Assert.All(
        words.Split(' ').Append(other),
        word => Assert.Equal(word != other, IsAddress(note.Replace("{0}", word, StringComparison.Ordinal))));

    [Theory]
    [InlineData(
        "of on in at from to and or our my her his the a same next down up along across this year years doors door houses hour hours "
            + "minute minutes mile miles km day days week weeks month months time times people way lane percent % long short best hace "
            + "desde en con cada durante por hasta y que hay para cuando hacia entre somos eramos unos unas como donde al nos fue es",
        "we were 42 {0} Elm Street", "old")]
    [InlineData("ano vez km m de y o amigos", "calle Mayor 12 {0} alli", "bajo")]
    public void A_number_of_something_else_is_none(string words, string note, string other) => Assert.All(
        words.Split(' ').Append(other),
        word => Assert.Equal(word == other, IsAddress(note.Replace("{0}", word, StringComparison.Ordinal))));

    [Theory]
    [InlineData("number 12 on Elm Road", "12 on Elm Road")]
    [InlineData("12 5th Avenue", "the 5th Avenue")]
    [InlineData("221b Baker Street", "221bc Baker Street")]
    [InlineData("7-9 Baker Street", "7- Baker Street")]
    [InlineData("12345 Baker Street", "123x5 Baker Street")]
    [InlineData("she lives at 1985 Elm Street", "in 1985 Elm Street was quiet")]
    [InlineData("calle Mayor de la Villa, 12", "calle Mayor de la Villa Vieja del Norte, 12")]
    [InlineData("Hauptweg 12", "Hauptweg 12 Jahres")]
    [InlineData("12 calle Mayor", "calle 12")]
    [InlineData("42, Elm Street", "42 friends, Elm Street")]
    [InlineData("42 Big Elm Street", "42 Very Big Elm Street")]
    public void An_address_is_a_number_of_a_house_beside_the_name_of_a_street(string address, string ordinary)
    {
        Assert.True(IsAddress(address));
        Assert.False(IsAddress(ordinary));
    }

    private static bool IsAddress(string note) => NoteGuard.Inspect(note).Contains(NoteFinding.PostalAddress);
}
