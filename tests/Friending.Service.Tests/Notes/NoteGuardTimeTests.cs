using System.Diagnostics;
using System.Globalization;
using Friending.Service.Notes;
using Xunit;

namespace Friending.Service.Tests.Notes;

/// <summary>The guard's time is in proportion to the note's length.</summary>
[Collection(nameof(Alone))]
public sealed class NoteGuardTimeTests(ITestOutputHelper output)
{
    // Short, so that each measurement fits between two turns of other programs on the processor.
    private const int ShortText = 2 * 1024;
    private const int MostRounds = 100;
    private const int Doublings = 3;
    private const double MostTimes = 24;

    /// <summary>
    /// Texts made to provoke backtracking or repeated scanning, at doubling lengths. Time in proportion to the length makes the
    /// longest eight times as long as the shortest, a quadratic step sixty-four times. The best of several rounds counts: a busy machine
    /// only ever adds.
    /// </summary>
    [Fact]
    public void Time_grows_with_the_text_and_not_faster_whatever_the_text()
    {
        string[] provocations =
        [
            "1", "1 ", "1-", "12 ", "2004 ", "a", "a ", "a.", "a@", "@", "a_", "1a-", "1,", " - ", "\u0301", "a\u0301\u0316", "\u200B", "(",
            "a at a dot ", "may 3 ", "3 may ", "born in ", "my daughter was born in ", "facebook ", "facebook: a", "facebook.com", "ig: ",
            "mrn ", "mrn no ", "patient number ", "m r n ", "historia clinica n.o ", "+1 ", "(1", "0", "00", "http", "www.", "a.aa/", "/",
            "\uFF11", "\uD800", "\uFDFA", "%31", "%25", "\\u0031", "&#49;", "&amp;", "NDQ3MTkw", "six ", "double ", "nineteen ",
            "mil ",
            "i ", "v-",
            "1 then ", "and 1 ", "street ", "12 elm ", "calle ", "calle 1 de ", "room 1 ", "room 1 monday ", "admitted ", "3 may admitted ",
            "90 ",
        ];
        foreach (var provocation in provocations)
        {
            var times = new double[Doublings + 1];
            Array.Fill(times, double.MaxValue);
            for (var round = 0; round == 0 || (round < MostRounds && times[^1] > MostTimes * times[0]); round++)
            {
                for (var doubling = 0; doubling <= Doublings; doubling++)
                    times[doubling] = Math.Min(times[doubling], Inspect(Fill(provocation, ShortText << doubling)));
            }

            var ratios = string.Join(", ", times.Skip(1).Zip(times, (longer, shorter) => longer / shorter)
                .Select(ratio => ratio.ToString("F1", CultureInfo.InvariantCulture)));
            output.WriteLine($"{provocation}: each doubling took {ratios} times as long");
            Assert.True(times[^1] <= MostTimes * times[0], $"'{provocation}': each doubling took {ratios} times as long.");
        }

        static string Fill(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));

        static double Inspect(string text)
        {
            var start = Stopwatch.GetTimestamp();
            NoteGuard.Inspect(text);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
    }
}
