using System.Diagnostics;
using System.Text.Json;
using Friending.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Functions.Tests;

/// <summary>What the Functions host serves over HTTP is what the operations say.</summary>
public sealed class HttpTriggerTests
{
    public static TheoryData<string> ClosedOperations => [.. AllOperations.List.Where(o => o.Access != Access.Open).Select(o => o.Name)];

    [Fact]
    public void Every_operation_has_a_function_and_every_function_an_operation() => Assert.Equal(
        AllOperations.List.Select(o => o.Name).Order(StringComparer.Ordinal),
        Trigger.Of<HttpTriggerAttribute>().Select(t => t.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Method_and_route_are_the_operations() => Assert.All(Trigger.Of<HttpTriggerAttribute>(), t =>
    {
        var operation = AllOperations.Named(t.Name);
        Assert.Equal(operation.Method, Assert.Single(t.Attribute.Methods!), ignoreCase: true);
        // An empty route the host takes for none; a parameter that can only be empty is how a function gets the root.
        Assert.Equal(operation.Route is "" ? "{ignored:maxlength(0)?}" : operation.Route, t.Attribute.Route);
    });

    // One route serves both keys and people's tokens, and the operation checks both.
    [Fact]
    public void The_platform_asks_for_no_key_of_its_own() =>
        Assert.All(Trigger.Of<HttpTriggerAttribute>(), t => Assert.Equal(AuthorizationLevel.Anonymous, t.Attribute.AuthLevel));

    [Theory]
    [MemberData(nameof(ClosedOperations))]
    public async Task A_function_runs_the_operation_it_is_named_for(string name)
    {
        using var trace = new Activity("test").Start();
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
                .AddFriendingApi(new ConfigurationBuilder().Build()).BuildServiceProvider(),
        };

        // Nobody is let in, but the trace tells where.
        await (Task<IResult>)Trigger.Of<HttpTriggerAttribute>().Single(t => t.Name == name).Method.Invoke(null, [context.Request])!;

        Assert.Equal(name, trace.GetTagItem("friending.operation"));
    }

    [Fact]
    public async Task So_do_the_functions_of_open_operations()
    {
        Assert.Equal("ok", (await AnswerAsync("HealthLive")).GetProperty("status").GetString());
        Assert.StartsWith("3.1.", (await AnswerAsync("OpenApi")).GetProperty("openapi").GetString(), StringComparison.Ordinal);
        // Nothing here has storage, which is what this one asks for.
        Assert.Equal(500, (await AnswerAsync("HealthReady")).GetProperty("status").GetInt32());

        static async Task<JsonElement> AnswerAsync(string name)
        {
            var context = new DefaultHttpContext
            {
                RequestServices = new ServiceCollection().AddLogging().AddOptions().AddSingleton<CallerLimits>().BuildServiceProvider(),
                Response = { Body = new MemoryStream() },
            };
            var result = await (Task<IResult>)Trigger.Of<HttpTriggerAttribute>().Single(t => t.Name == name).Method.Invoke(null, [context.Request])!;
            await result.ExecuteAsync(context);
            context.Response.Body.Position = 0;
            return (await JsonDocument.ParseAsync(context.Response.Body, cancellationToken: TestContext.Current.CancellationToken)).RootElement;
        }
    }
}
