using System.Net;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests.Authentication;

/// <summary>The key that everybody knows is a key on this machine only, and not through a tunnel or a name that leads here.</summary>
public sealed class LocalCallsTests(AppFixture app)
{
    [Theory]
    [InlineData("localhost", null, null, HttpStatusCode.OK)]
    [InlineData("127.0.0.1", null, null, HttpStatusCode.OK)]
    [InlineData("[::1]", null, null, HttpStatusCode.OK)]
    [InlineData("rebound.example.org", null, null, HttpStatusCode.Unauthorized)]
    [InlineData("localhost.example.org", null, null, HttpStatusCode.Unauthorized)]
    [InlineData("192.0.2.1", null, null, HttpStatusCode.Unauthorized)]
    [InlineData("localhost", "Forwarded", "for=192.0.2.60", HttpStatusCode.Unauthorized)]
    [InlineData("localhost", "X-Forwarded-For", "192.0.2.60", HttpStatusCode.Unauthorized)]
    [InlineData("localhost", "x-forwarded-host", "tunnel.example.org", HttpStatusCode.Unauthorized)]
    [InlineData("localhost", "Via", "1.1 proxy", HttpStatusCode.Unauthorized)]
    [InlineData("localhost", "X-Real-IP", "192.0.2.60", HttpStatusCode.Unauthorized)]
    [InlineData("localhost", "CF-Connecting-IP", "192.0.2.60", HttpStatusCode.Unauthorized)]
    public async Task The_development_key_is_taken_from_this_machine_only(string host, string? header, string? value,
        HttpStatusCode expected)
    {
        using var client = app.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/policy");
        request.Headers.Host = $"{host}:{app.Address.Port}";
        if (header is not null)
            request.Headers.Add(header, value);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("sm-5001 ", "sm-5001")]
    [InlineData("ｓｍ-5001", "sm-5001")]
    [InlineData("sm\u200B-5001", "sm-5001")]
    public async Task A_person_is_the_same_however_the_token_writes_their_name(string inToken, string inRequest)
    {
        using var person = app.Person(inToken);

        var decision = await person.PostJsonAsync("api/requests", $$$"""
            {"staff":{"id":"{{{inRequest}}}","careRole":true},"platform":"Facebook","direction":"accept","otherParty":{"patient":"no"}}
            """).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(inRequest, decision.GetProperty("staff").GetProperty("id").GetString());
        using var plain = app.Person(inRequest);
        await plain.GetAsync($"api/decisions/{decision.GetProperty("id").GetString()}", TestContext.Current.CancellationToken)
            .JsonAsync(HttpStatusCode.OK);
    }
}
