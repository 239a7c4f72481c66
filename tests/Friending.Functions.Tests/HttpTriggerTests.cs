using System.Diagnostics;
using System.Text.Json;
using Friending.Api;
using Friending.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Friending.Functions.Tests;

/// <summary>What the Functions host serves over HTTP is what the endpoints say.</summary>
public sealed class HttpTriggerTests : IAsyncDisposable
{
    private const string Rest = nameof(HttpFunctions.Rest);
    private const string Pages = "Pages";

    // Nobody is let in, so storage is asked for nothing, but to tell whether it is there.
    private static readonly IConfiguration s_settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
    {
        ["Storage:ConnectionString"] = "UseDevelopmentStorage=true",
    }).Build();

    private static readonly IReadOnlyDictionary<string, RouteEndpoint> s_endpoints = Endpoints();

    private readonly ServiceProvider _services = Services();
    private readonly HttpFunctions _functions;

    public HttpTriggerTests() => _functions = new(new(_services));

    public static TheoryData<string> Operations => [.. Functions.Select(f => f.Name)];

    private static IEnumerable<(string Name, HttpTriggerAttribute Trigger)> Functions =>
        Trigger.Of<HttpTriggerAttribute>().Where(t => t.Name != Rest).Select(t => (t.Name, t.Attribute));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public void Every_operation_but_the_pages_has_a_function_and_every_function_an_operation()
    {
        var operations = s_endpoints.Where(e => !e.Value.Metadata.GetRequiredMetadata<ITagsMetadata>().Tags.Contains(Pages))
            .Select(e => e.Key).ToList();
        var functions = Functions.Select(f => f.Name).ToList();
        var (without, left) = (string.Join(", ", operations.Except(functions)), string.Join(", ", functions.Except(operations)));

        Assert.True(without.Length == 0, $"HttpFunctions.cs has no function for {without}: without one, Rest takes it.");
        Assert.True(left.Length == 0, $"HttpFunctions.cs has functions for no operation: {left}.");
        Assert.Equal(operations.Count, functions.Count);
    }

    [Fact]
    public void Method_and_route_are_the_operations() => Assert.All(Functions, f =>
    {
        var endpoint = s_endpoints[f.Name];
        Assert.Equal(endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0], Assert.Single(f.Trigger.Methods!),
            ignoreCase: true);
        Assert.Equal(endpoint.RoutePattern.RawText!.TrimStart('/'), f.Trigger.Route);
    });

    // One route serves both keys and people's tokens, and the pipeline checks both.
    [Fact]
    public void The_platform_asks_for_no_key_of_its_own() =>
        Assert.All(Trigger.Of<HttpTriggerAttribute>(), t => Assert.Equal(AuthorizationLevel.Anonymous, t.Attribute.AuthLevel));

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_function_runs_the_operation_it_is_named_for(string name)
    {
        using var trace = new Activity("test").Start();
        var (_, method, trigger) = Trigger.Of<HttpTriggerAttribute>().Single(t => t.Name == name);
        var context = Context(trigger.Methods![0], "/" + trigger.Route!.Replace("{id}", "7", StringComparison.Ordinal));
        // As the worker leaves them.
        context.SetEndpoint(new(null, null, "the worker's own"));
        context.Request.RouteValues["id"] = "8";

        await (Task)method.Invoke(_functions, [context.Request])!;

        Assert.Equal(name, trace.GetTagItem("friending.operation"));
    }

    [Theory]
    [InlineData("GET", "/", 200)]
    [InlineData("HEAD", "/", 200)]
    [InlineData("HEAD", "/health/live", 200)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("PUT", "/api/requests", 405)]
    [InlineData("OPTIONS", "/api/requests", 405)]
    public async Task One_function_takes_pages_unknown_paths_and_the_methods_that_are_left(string method, string path, int expected)
    {
        var context = Context(method, path);

        await _functions.Rest(context.Request);

        Assert.Equal(expected, context.Response.StatusCode);
        var trigger = Trigger.Of<HttpTriggerAttribute>().Single(t => t.Name == Rest).Attribute;
        Assert.Contains(method, trigger.Methods!, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("{*path}", trigger.Route);
        if (expected >= 400)
        {
            context.Response.Body.Position = 0;
            using var problem =
                await JsonDocument.ParseAsync(context.Response.Body, cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(expected, problem.RootElement.GetProperty("status").GetInt32());
        }
    }

    private DefaultHttpContext Context(string method, string path) => new()
    {
        RequestServices = _services,
        Request = { Method = method.ToUpperInvariant(), Path = path },
        Response = { Body = new MemoryStream() },
    };

    private static ServiceProvider Services() => new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
        .AddSingleton<IHostApplicationLifetime, ApplicationLifetime>()
        .AddSingleton<DiagnosticListener>(_ => new("test")).AddSingleton<DiagnosticSource>(s => s.GetRequiredService<DiagnosticListener>())
        .AddFriendingService(s_settings).AddFriendingApi(s_settings).BuildServiceProvider();

    private static Dictionary<string, RouteEndpoint> Endpoints()
    {
        using var services = Services();
        new ApplicationBuilder(services).UseFriending();
        return services.GetRequiredService<EndpointDataSource>().Endpoints.Cast<RouteEndpoint>()
            .ToDictionary(e => e.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName);
    }
}
