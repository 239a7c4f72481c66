using System.Security.Claims;
using Friending.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>The log of an operation that fails tells callers apart and does not tell who they are.</summary>
public sealed class LoggedCallerTests
{
    [Fact]
    public async Task A_person_is_letters_that_stay_the_same_and_that_nobody_else_has()
    {
        await using var services = Services();

        var (ana, again, ben) = (await LogOfFailureAsync(services, "ana@example.org"), await LogOfFailureAsync(services, "ana@example.org"), await LogOfFailureAsync(services, "ben@example.org"));

        Assert.Matches(@"^Error Friending.Api: Broken failed; the caller was person \S{20,}$", ana);
        Assert.Equal(ana, again);
        Assert.NotEqual(ana, ben);
        Assert.DoesNotContain("ana", ana, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Another_process_has_other_letters()
    {
        await using var services = Services();
        await using var other = Services();

        Assert.NotEqual(await LogOfFailureAsync(services, "ana@example.org"), await LogOfFailureAsync(other, "ana@example.org"));
    }

    [Fact]
    public void A_program_is_its_name()
    {
        using var services = Services();

        Assert.Equal("key:intranet", LoggedCaller.Of(new(new(new ClaimsIdentity([new(ClaimTypes.Name, "intranet")], "Key"))), services));
        Assert.Equal("nobody known", LoggedCaller.Of(null, services));
    }

    private static async Task<string> LogOfFailureAsync(ServiceProvider services, string staffId)
    {
        using var scope = services.CreateScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Headers.Authorization = staffId;
        var operation = new Operation("Broken", "GET", "broken", Access.AnyCaller, _ => throw new InvalidOperationException("on purpose"));

        await operation.RunAsync(context);

        var line = services.GetRequiredService<LogCapture>().Lines.Last();
        return line[..line.IndexOf(" System.", StringComparison.Ordinal)];
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddSingleton<LogCapture>().AddSingleton<ILoggerProvider>(s => s.GetRequiredService<LogCapture>()).AddLogging().AddSingleton(TimeProvider.System)
        .AddFriendingApi(new ConfigurationBuilder().Build())
        .Configure<AuthenticationOptions>(o => o.AddScheme(TokenAuthentication.SchemeName, scheme => scheme.HandlerType = typeof(Believing)))
        .AddTransient<Believing>()
        .BuildServiceProvider();

    // Takes whoever says who they are.
    private sealed class Believing : IAuthenticationHandler
    {
        private string _staffId = "";

        public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
        {
            _staffId = context.Request.Headers.Authorization.ToString();
            return Task.CompletedTask;
        }

        public Task<AuthenticateResult> AuthenticateAsync() =>
            Task.FromResult(AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([new(Caller.StaffIdClaim, _staffId)], "test")), TokenAuthentication.SchemeName)));

        public Task ChallengeAsync(AuthenticationProperties? properties) => throw new NotSupportedException();

        public Task ForbidAsync(AuthenticationProperties? properties) => throw new NotSupportedException();
    }
}
