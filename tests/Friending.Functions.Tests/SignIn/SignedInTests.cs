using System.Net;
using System.Net.Http.Headers;
using Friending.Api.Pipeline.Authentication;
using Friending.Testing;
using Friending.Testing.Worker;

namespace Friending.Functions.Tests.SignIn;

/// <summary>
/// People with tokens of their tenant, through the real worker: it reads the tenant's metadata and key by https itself, as it reads
/// those of Entra ID.
/// </summary>
public sealed class SignedInTests(WorkerApp app) : IClassFixture<WorkerApp>, IAsyncLifetime
{
    private const string Request = """
        {"platform":"Facebook","direction":"accept","staff":{"careRole":true},"otherParty":{"patient":"current"},
         "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false,"otherUnusual":true}}
        """;

    private PublishedTenant? _tenant;
    private FunctionsHost? _host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PublishedTenant Tenant => _tenant!;

    public async ValueTask InitializeAsync()
    {
        _tenant = await PublishedTenant.StartAsync();
        _host = await FunctionsHost.StartAsync([.. PublishedApp.Settings(app.ConnectionString), .. _tenant.Settings]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        if (_tenant is not null)
            await _tenant.DisposeAsync();
    }

    [Fact]
    public async Task A_nurse_asks_finds_the_request_in_their_own_list_and_a_reviewer_decides_it()
    {
        using var nurse = Client(Tenant.TokenFor("ana@example.org"));
        using var colleague = Client(Tenant.TokenFor("ben@example.org"));
        using var reviewer = Client(Tenant.TokenFor("sam@example.org", Role.Review));

        var asked = await nurse.PostJsonAsync("/api/requests", Request).JsonAsync(HttpStatusCode.Created);
        var id = asked.GetProperty("id").GetString()!;
        var own = await nurse.GetAsync("/api/requests", Cancellation).JsonAsync(HttpStatusCode.OK);
        var others = await colleague.GetAsync("/api/requests", Cancellation).JsonAsync(HttpStatusCode.OK);

        Assert.Equal("ana@example.org", asked.GetProperty("staff").GetProperty("id").GetString());
        Assert.Equal([id], own.GetProperty("items").Texts("id"));
        Assert.Empty(others.GetProperty("items").EnumerateArray());
        await colleague.GetAsync($"/api/decisions/{id}", Cancellation).JsonAsync(HttpStatusCode.NotFound);
        await nurse.PostJsonAsync($"/api/decisions/{id}/review", """{"resolution":"permit"}""").JsonAsync(HttpStatusCode.Forbidden);
        var decided = await reviewer.PostJsonAsync($"/api/decisions/{id}/review", """{"resolution":"permit","reason":"An old friend."}""")
            .JsonAsync(HttpStatusCode.OK);
        Assert.Equal("reviewed", decided.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Nobody_enters_with_a_token_that_another_signed()
    {
        using var stranger = Client(Tenant.ForgedTokenFor("sam@example.org", Role.Review, Role.Admin));

        await stranger.GetAsync("/api/reviews", Cancellation).JsonAsync(HttpStatusCode.Unauthorized);
    }

    private HttpClient Client(string token) => new()
    {
        BaseAddress = _host!.Address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
    };
}
