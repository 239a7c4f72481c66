using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>How a client finds out where tokens come from (RFC 9728), and what it is told about tokens that are not taken.</summary>
public sealed partial class ProtectedResourceTests(TenantApp tenant, AppFixture app) : IClassFixture<TenantApp>
{
    private const string Issuer = $"https://login.microsoftonline.com/{Tenant.Id}/v2.0";
    private const string Ask = """{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/mcp", "/mcp")]
    [InlineData("/api/evaluate", "")]
    public async Task From_a_refusal_a_client_gets_to_the_tenant_that_issues_tokens(string path, string resource)
    {
        using var client = tenant.Client("");
        client.DefaultRequestHeaders.Remove("Authorization");

        using var refused = await client.PostJsonAsync(path, Ask);
        var challenge = refused.Headers.WwwAuthenticate.First(h => h.Scheme == "Bearer").Parameter!;
        var metadata = await client.GetAsync(MetadataAddress().Match(challenge).Groups[1].Value, Cancellation).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.DoesNotContain("error", challenge, StringComparison.Ordinal);
        Assert.Equal(new Uri(client.BaseAddress!, resource).ToString().TrimEnd('/'), metadata.GetProperty("resource").GetString());
        Assert.Equal([Issuer], metadata.GetProperty("authorization_servers").Texts());
        Assert.Equal([$"api://{Tenant.ClientId}/user_impersonation"], metadata.GetProperty("scopes_supported").Texts());
        Assert.Contains($"scope=\"api://{Tenant.ClientId}/user_impersonation\"", challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api://other")]
    [InlineData("https://graph.microsoft.com")]
    public async Task A_token_for_somebody_else_gets_the_answer_that_the_API_gives(string audience)
    {
        using var client = tenant.Client(tenant.Tenant.Token(c => c["aud"] = audience));
        using var asked = await client.PostJsonAsync("/mcp", Ask);
        using var called = await client.PostJsonAsync("/api/evaluate", "{}");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (asked.StatusCode, called.StatusCode));
        Assert.Equal(await called.Content.ReadAsStringAsync(Cancellation), await asked.Content.ReadAsStringAsync(Cancellation));
        Assert.Contains("error=\"invalid_token\"", asked.Headers.WwwAuthenticate.First().ToString(), StringComparison.Ordinal);
    }

    // Claims: https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference, "ver" and "iss".
    [Fact]
    public async Task A_token_of_version_1_is_refused_with_what_an_operator_has_to_change()
    {
        var token = tenant.Tenant.Token(c =>
            (c["iss"], c["ver"], c["aud"]) = ($"https://sts.windows.net/{Tenant.Id}/", "1.0", $"api://{Tenant.ClientId}"));
        using var client = tenant.Client(token);
        using var refused = await client.PostJsonAsync("/mcp", Ask);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(Cancellation))!;

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        foreach (var told in new[] { problem["detail"]!.GetValue<string>(), refused.Headers.WwwAuthenticate.First().ToString(),
            string.Join('\n', tenant.Log.Lines) })
            Assert.Contains("requestedAccessTokenVersion", told, StringComparison.Ordinal);
        Assert.Equal("/problems/token-version", problem["type"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("https://login.microsoftonline.us", true)]
    [InlineData("https://login.microsoftonline.com", false)]
    public async Task In_another_cloud_tokens_are_those_of_its_Entra_ID(string issuedAt, bool taken)
    {
        await using var government = await tenant.Tenant.StartAppAsync(app, settings: "--Cloud:Login=https://login.microsoftonline.us");
        using var client = new HttpClient { BaseAddress = government.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", tenant.Tenant.Token(c => c["iss"] = $"{issuedAt}/{Tenant.Id}/v2.0"));

        using var answer = await client.GetAsync("/api/policy", Cancellation);
        var metadata = await client.GetAsync("/.well-known/oauth-protected-resource/mcp", Cancellation).JsonAsync(HttpStatusCode.OK);

        Assert.Equal(taken ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal([$"https://login.microsoftonline.us/{Tenant.Id}/v2.0"], metadata.GetProperty("authorization_servers").Texts());
    }

    [Fact]
    public async Task Without_a_tenant_no_token_is_promised()
    {
        using var client = app.Client(null);
        using var refused = await client.PostJsonAsync("/mcp", Ask);
        var metadata = await client.GetAsync("/.well-known/oauth-protected-resource/mcp", Cancellation).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.First().ToString());
        Assert.False(metadata.TryGetProperty("authorization_servers", out _));
    }

    [GeneratedRegex("resource_metadata=\"([^\"]+)\"")]
    private static partial Regex MetadataAddress();
}
