using Friending.Service.Requests;
using Xunit;

namespace Friending.Service.Tests;

public sealed class RequestFactsTests
{
    [Fact]
    public void Short_texts_are_judged_the_second_time_as_the_first_and_after_thousands_of_others()
    {
        for (var time = 0; time < 2; time++)
        {
            for (var i = 0; i < 3_000; i++)
                Assert.False(RequestFacts.HoldsIdentifier($"Ward {(char)('a' + i / 676)}{(char)('a' + i / 26 % 26)}{(char)('a' + i % 26)}"));
            Assert.True(RequestFacts.HoldsIdentifier("Cardiology 555-867-5309"));
            Assert.True(RequestFacts.HoldsIdentifier("ana@example.org"));
            Assert.False(RequestFacts.HoldsIdentifier("Cardiology"));
        }
    }
}
