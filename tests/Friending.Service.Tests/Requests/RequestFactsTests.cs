using Friending.Service.Requests;
using Xunit;

namespace Friending.Service.Tests;

public sealed class RequestFactsTests
{
    [Theory]
    [InlineData("Cardiology", false)]
    [InlineData("social_media.example.org", false)]
    [InlineData("Cardiology 555-867-5309", true)]
    [InlineData("ana@example.org", true)]
    public void A_short_text_holds_an_identifier_where_a_number_or_mail_address_stands_in_it(string text, bool holds) =>
        Assert.Equal(holds, RequestFacts.HoldsIdentifier(text));
}
