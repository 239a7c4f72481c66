using Friending.Service.Notes;
using Xunit;

namespace Friending.Service.Tests.Notes;

/// <summary>Every word that tells of a number, each by itself: the corpora use some of them only.</summary>
public sealed class NoteGuardNumberTests
{
    // Three numbers that are one where something says so.
    private const string List = "617, 555, 0142";

    [Fact]
    public void A_word_that_says_that_the_number_goes_on_draws_its_parts_together() => AllRefused(
        "then dash hyphen minus slash followed after next last finally ends again space luego despues guion barra sigue siguen seguido "
        + "acaba termina finalmente espacio menos", "617 {0} 555 {0} 0142", "apples");

    [Fact]
    public void A_word_between_the_parts_of_an_announced_number_draws_them_together()
    {
        const string words = "and that by in with the comes el los y e de en con por eso";
        AllRefused(words, "her number is 617 {0} 555 {0} 0142", "apples");
        Assert.All(words.Split(' '), word => Assert.Empty(NoteGuard.Inspect($"617 {word} 555 {word} 0142")));
    }

    [Fact]
    public void A_word_that_announces_a_number_makes_one_of_a_list() => AllRefused(
        "number numbers no record chart mrn card id code social ssn passport phone cell mobile call text ring dial account policy numero "
        + "historia expediente tarjeta telefono movil llamala llamalo llama dni nhc poliza cuenta codigo", "{0} " + List, "apples");

    [Theory]
    [InlineData("double four double five double six oh")]
    [InlineData("doble cuatro doble cinco doble seis cero")]
    [InlineData("triple four treble five six")]
    public void A_digit_can_be_told_twice_or_three_times(string number) =>
        Assert.Contains(NoteFinding.LongNumber, NoteGuard.Inspect(number));

    [Fact]
    public void A_day_in_words_is_a_day()
    {
        AllRefused(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
            + "seventeenth eighteenth nineteenth twentieth thirtieth twenty-first thirty-first", "born on the {0} of May", "thirty-second");
        AllRefused(
            "primero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho "
            + "diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve "
            + "treinta", "nacida el {0} de mayo", "cuarenta");
    }

    [Fact]
    public void A_year_in_words_is_a_year()
    {
        AllRefused(
            "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy "
            + "eighty ninety sixty-two", "she was born in nineteen {0}", "apples");
        AllRefused("eighteen nineteen twenty", "she was born in {0} twelve", "seventeen");
        AllRefused(
            "diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa", "es el tres de mayo del {0}", "manzanas");
    }

    [Fact]
    public void A_house_number_in_words_is_a_number() => AllRefused(
        "cien ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
        "vive en la calle mayor {0}", "manzanas");

    [Theory]
    [InlineData("number 617 and then by the 555 0142", "number 617 and then by the in 555")]
    [InlineData("number 1500, 2505", "number 1500, 2500")]
    [InlineData("once de mayo de mil novecientos sesenta, nacida", "we met once de facto")]
    [InlineData("the code is nought seven oh four two one nine", "there were nought")]
    public void One_number_ends_where_another_begins(string one, string several)
    {
        Assert.NotEmpty(NoteGuard.Inspect(one));
        Assert.Empty(NoteGuard.Inspect(several));
    }

    [Theory]
    [InlineData("12345", "1234")]
    [InlineData("12345", "12300")]
    [InlineData("01200", "10200")]
    [InlineData("1230500", "1230000")]
    [InlineData("12000000", "1200000")]
    [InlineData("it was 77-84-967", "it was 77-84-9")]
    [InlineData("it was 77-84-96", "it was 77-84.96")]
    [InlineData("it was 77.84.96", "it was 77/84/96")]
    [InlineData("it was 777-84-96", "it was 777-8-96")]
    [InlineData("777----8496", "777 -------- 8496")]
    [InlineData("777 / 8496", "777 x 8496")]
    [InlineData("777 / 8496", "777% 8496")]
    [InlineData("777 / 8496", "777 $8496")]
    [InlineData("777 / 8496", "\"777\" 8496")]
    [InlineData("777 8496", "777, 8496")]
    [InlineData("777 8496", "777; 8496")]
    [InlineData("777 8496", "777? 8496")]
    [InlineData("777 8496", "777! 8496")]
    [InlineData("777:8496", "10:30 849")]
    [InlineData("777 1899", "777 1900")]
    [InlineData("777 2040", "777 2039")]
    [InlineData("1899 777", "1985 777")]
    [InlineData("777 1985 849", "1985 1979 849")]
    [InlineData("1,234,567", "1,234,000")]
    [InlineData("1234,567", "1,234")]
    [InlineData("12,345,000", "1.345.000")]
    [InlineData("1 234 56 7", "1 234 000")]
    [InlineData("1EG4-TE5-MK73", "1EG4-TE5")]
    [InlineData("a1b2c3d4e5", "a1b2c3d4")]
    [InlineData("a1b2c3d4e5", "abcde1f2g3h4i5")]
    [InlineData("abcd1f2g3h4i5", "abcde1f2g3h4i5")]
    [InlineData("a1-b2-c3-d4-e5", "a1 b2 c3 d4 e5")]
    [InlineData("a1895b1", "a1985b1")]
    [InlineData("a12b345", "a12000b1")]
    public void A_number_is_long_or_it_is_a_year_an_amount_a_time_or_several(string number, string other)
    {
        Assert.Contains(NoteFinding.LongNumber, NoteGuard.Inspect(number));
        Assert.DoesNotContain(NoteFinding.LongNumber, NoteGuard.Inspect(other));
    }

    private static void AllRefused(string words, string note, string other)
    {
        Assert.All(words.Split(' '), word => Assert.NotEmpty(NoteGuard.Inspect(Note(word))));
        Assert.Empty(NoteGuard.Inspect(Note(other)));

        string Note(string word) => note.Replace("{0}", word, StringComparison.Ordinal);
    }
}
