using System.Net;
using System.Text.Json;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>Certification scenario, section 6 (Discovery: PDP metadata).</summary>
[Collection(nameof(CertificationApp))]
public sealed class DiscoveryCertificationTests(AppFixture app, CertificationApp certification)
{
    private static readonly Uri s_metadata = new("/.well-known/authzen-configuration", UriKind.Relative);

    private static readonly (string Parameter, string Path)[] s_endpoints =
    [
        ("access_evaluation_endpoint", "/access/v1/evaluation"),
        ("access_evaluations_endpoint", "/access/v1/evaluations"),
        ("search_subject_endpoint", "/access/v1/search/subject"),
        ("search_resource_endpoint", "/access/v1/search/resource"),
        ("search_action_endpoint", "/access/v1/search/action"),
    ];

    [Fact]
    public async Task C_6_1_and_C_6_2_The_metadata_are_JSON_at_the_well_known_address_for_anybody()
    {
        using var client = certification.Client(key: null);
        using var response = await client.GetAsync(s_metadata, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(JsonValueKind.Object, (await Task.FromResult(response).JsonAsync(HttpStatusCode.OK)).ValueKind);
    }

    [Theory]
    [InlineData("https://pdp.example.org")]
    [InlineData("https://pdp.example.org/")]
    public async Task C_6_3_to_C_6_5_The_metadata_name_the_service_and_its_operations_by_their_public_https_addresses(string publicUrl)
    {
        await using var host = await app.StartAnotherAsync($"--Friending:PublicUrl={publicUrl}");
        using var client = new HttpClient { BaseAddress = host.Address };
        // As it arrives where the public address leads here.
        client.DefaultRequestHeaders.Host = "pdp.example.org";
        var metadata = await client.GetAsync(s_metadata, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("https://pdp.example.org", metadata.GetProperty("policy_decision_point").GetString());
        foreach (var (parameter, path) in s_endpoints)
            Assert.Equal($"https://pdp.example.org{path}", metadata.GetProperty(parameter).GetString());
        // What has no value is left out.
        Assert.Equal(s_endpoints.Length + 1, metadata.EnumerateObject().Count());
    }

    [Fact]
    public async Task C_6_5_On_a_developers_machine_the_service_is_called_as_it_was_called()
    {
        using var client = certification.Client(key: null);
        var metadata = await client.GetAsync(s_metadata, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(certification.Address.ToString().TrimEnd('/'), metadata.GetProperty("policy_decision_point").GetString());
    }

    [Fact]
    public async Task C_6_6_The_operations_are_where_the_metadata_say()
    {
        using var client = certification.Client();
        var metadata = await client.GetAsync(s_metadata, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.OK);

        foreach (var (parameter, path) in s_endpoints)
        {
            var body = CertificationApp.Operations.Single(o => path.EndsWith($"/v1/{o.Data.Item1}", StringComparison.Ordinal)).Data.Item2;
            await client.PostJsonAsync(metadata.GetProperty(parameter).GetString()!, body).AnswerAsync();
        }
    }

    [Fact]
    public async Task Elsewhere_the_callers_word_for_the_services_name_is_not_repeated()
    {
        using var client = certification.Client(key: null);
        client.DefaultRequestHeaders.Host = "pdp.example.net";
        var problem = await client.GetAsync(s_metadata, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.NotFound);

        Assert.Contains("Friending:PublicUrl", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("example.net", problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_of_a_known_address_may_be_cached_and_others_not()
    {
        await using var host = await app.StartAnotherAsync("--Friending:PublicUrl=https://pdp.example.org");
        using var client = new HttpClient { BaseAddress = host.Address };
        using var known = await client.GetAsync(s_metadata, TestContext.Current.CancellationToken);
        using var called = await certification.Client().GetAsync(s_metadata, TestContext.Current.CancellationToken);

        Assert.Equal(TimeSpan.FromHours(1), known.Headers.CacheControl!.MaxAge);
        Assert.True(called.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("http://pdp.example.org")]
    [InlineData("pdp.example.org")]
    [InlineData("https://pdp.example.org?x=1")]
    [InlineData("https://pdp.example.org#top")]
    [InlineData("https://user@pdp.example.org")]
    public async Task Another_sort_of_address_is_refused_at_the_start(string publicUrl)
    {
        var refused = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() =>
            app.StartAnotherAsync($"--Friending:PublicUrl={publicUrl}"));
        Assert.Contains("Friending:PublicUrl", refused.Message, StringComparison.Ordinal);
    }
}
