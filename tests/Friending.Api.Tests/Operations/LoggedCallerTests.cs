using System.Security.Claims;
using Friending.Testing;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
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

        var (ana, again, ben) = (await LogOfFailureAsync(services, "ana@example.org"), await LogOfFailureAsync(services, "ana@example.org"),
            await LogOfFailureAsync(services, "ben@example.org"));

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
        var context = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            User = new(new ClaimsIdentity([new(Caller.StaffIdClaim, staffId)], "test")),
        };
        var broken = new Endpoint(null, new EndpointMetadataCollection(new EndpointNameMetadata("Broken")), null);
        context.Features.Set<IExceptionHandlerFeature>(new ExceptionHandlerFeature
        { Error = new InvalidOperationException("on purpose"), Endpoint = broken });

        await new ExceptionProblems().TryHandleAsync(context, new InvalidOperationException("on purpose"),
            TestContext.Current.CancellationToken);

        var line = services.GetRequiredService<LogCapture>().Lines.Last(l => l.StartsWith("Error", StringComparison.Ordinal));
        return line[..line.IndexOf(" System.", StringComparison.Ordinal)];
    }

    private static ServiceProvider Services() => new ServiceCollection()
        .AddSingleton<LogCapture>().AddSingleton<ILoggerProvider>(s => s.GetRequiredService<LogCapture>()).AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddFriendingApi(new ConfigurationBuilder().Build())
        .BuildServiceProvider();
}
