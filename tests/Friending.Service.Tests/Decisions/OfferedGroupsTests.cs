using Friending.Policy;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests.Decisions;

public sealed class OfferedGroupsTests
{
    private static readonly PolicyDecisionPoint s_policy = DefaultPolicy.Load();

    [Theory]
    [InlineData(null, "Heart friends")]
    [InlineData("Oncology", "Heart friends")]
    [InlineData(" paediatrics ", "Heart friends, Small steps")]
    public void A_group_is_offered_to_everybody_or_to_its_departments(string? department, string names) =>
        Assert.Equal(names, string.Join(", ", Bound(
            ("Groups:0:Name", "Heart friends"), ("Groups:0:Address", "https://groups.example.org/heart"),
            ("Groups:1:Name", "Small steps"), ("Groups:1:Address", "https://groups.example.org/steps"),
            ("Groups:1:Departments:0", "Neonatal"), ("Groups:1:Departments:1", "Paediatrics")).For(department).Select(g => g.Name)));

    [Theory]
    [InlineData("en", "Our organisation offers: Heart friends, https://groups.example.org/heart.",
        "This is where to find it: Heart friends, https://groups.example.org/heart.")]
    [InlineData("es", "Nuestra organización ofrece: Heart friends, https://groups.example.org/heart.",
        "Aquí se encuentra: Heart friends, https://groups.example.org/heart.")]
    public void It_stands_in_the_advice_to_join_one_and_in_words_that_offer_one(string language, string advice, string reply)
    {
        AnswerGroup[] groups = [new("Heart friends", "https://groups.example.org/heart")];
        var declined = Answer(language, groups, ("patient", "current"), ("careRole", "yes"), ("direction", "accept"));

        var told = declined.Advice.Single(a => a.Code == "join-common-group");
        Assert.EndsWith(advice, told.Text, StringComparison.Ordinal);
        Assert.Equal(groups, told.Groups);
        Assert.All(declined.Advice.Where(a => a.Code != "join-common-group"), a => Assert.Null(a.Groups));
        Assert.EndsWith(reply, declined.Reply!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_that_offer_none_and_organisations_that_have_none_are_left_as_they_are()
    {
        AnswerGroup[] groups = [new("Heart friends", "https://groups.example.org/heart")];
        var manager =
            Answer("en", groups, ("patient", "no"), ("direction", "accept"), ("colleague", "reports-to-me"), ("harmsWork", "yes"));
        var none = Answer("en", [], ("patient", "current"), ("careRole", "yes"), ("direction", "accept"));

        Assert.DoesNotContain("https://", manager.Reply!.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("{groups}", none.Reply!.Text + string.Concat(none.Advice.Select(a => a.Text)), StringComparison.Ordinal);
        Assert.All(none.Advice, a => Assert.Null(a.Groups));
    }

    [Theory]
    [InlineData("", "https://groups.example.org/heart")]
    [InlineData("Heart\nfriends", "https://groups.example.org/heart")]
    [InlineData("Heart friends", "http://groups.example.org/heart")]
    [InlineData("Heart friends", "groups.example.org")]
    [InlineData("Heart friends", "https://user:secret@groups.example.org")]
    public void A_group_without_a_name_or_an_https_address_is_refused(string name, string address)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Bound(("Groups:0:Name", name), ("Groups:0:Address", address)));
        Assert.Contains("Groups:N", refused.Message, StringComparison.Ordinal);
    }

    private static OfferedGroups Bound(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build();
        return new ServiceCollection().AddDecisions(configuration).BuildServiceProvider()
            .GetRequiredService<IOptions<OfferedGroups>>().Value;
    }

    private static EvaluationAnswer Answer(string language, IReadOnlyList<AnswerGroup> groups, params (string Name, string Value)[] stated)
    {
        var all = stated.Append(("predatesCare", "no")).Append(("breaksBread", "no")).ToDictionary();
        return Answers.For(s_policy, FactBinding.Of(s_policy.Facts, all, [], fillDefaults: true).Facts, language, groups: groups);
    }
}
