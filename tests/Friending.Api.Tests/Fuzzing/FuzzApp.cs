using System.Text;
using System.Text.Json;
using Friending.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>
/// The real app on an Azurite of its own, behind a server without sockets, with decisions in every state. Nothing is
/// substituted but the server. Alone, so that nothing else makes a case slow.
/// </summary>
[CollectionDefinition(nameof(FuzzApp), DisableParallelization = true)]
public sealed class FuzzApp : IAsyncLifetime, ICollectionFixture<FuzzApp>
{
    private readonly InProcessServer _server = new();
    private LocalHost.LocalHost? _host;
    private GoodRequests? _good;

    internal IServiceProvider Services => _host!.Services;

    internal FuzzLog Log { get; } = new();

    internal GoodRequests Good => _good!;

    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.LocalHost.StartAsync(
            [
                "--Port=0", "--Emulators:Mail=false", "--Emulators:InMemory=true", "--Emulators:QueuePort=0", "--Emulators:TablePort=0",
                "--Emulators:BlobPort=0", "--Pump=false",
                .. AppFixture.KeySettings("only-audit", nameof(Role.Audit)),
            ],
            TextWriter.Null, TestContext.Current.CancellationToken, builder =>
            {
                builder.Services.AddSingleton<IServer>(_server);
                builder.Logging.ClearProviders().AddProvider(Log).AddFilter<FuzzLog>(null, LogLevel.Information)
                    .AddFilter<FuzzLog>("Friending", LogLevel.Trace)
                    // Off in the app as well: the library logs what callers write.
                    .AddFilter<FuzzLog>("ModelContextProtocol", LogLevel.None);
            });
        var ids = new List<string> { "0199f000-0000-7000-8000-000000000000" };
        for (var number = 0; number < 4; number++)
        {
            ids.Add(await SubmitAsync("""{"otherUnusual":true,"friendshipPredatesCare":false,"wouldBreakBread":false}"""));
            ids.Add(await SubmitAsync("""{"friendshipPredatesCare":false,"wouldBreakBread":false}"""));
        }
        ids.Add(await SubmitAsync("""{"friendshipPredatesCare":false,"wouldBreakBread":false}""", ("Prefer", "respond-async")));
        await AnswerAsync(Call("POST", $"/api/decisions/{ids[2]}/withdraw"));
        _good = new()
        {
            Ids = ids,
            Token = _host.Services.GetRequiredService<LocalHost.SignIn.LocalIssuer>().TokenFor("rn-1042", []),
            Cursors = new Dictionary<string, (string, string)>
            {
                ["ListDecisions"] = ("limit=1", await CursorAsync("/api/decisions")),
                ["ListReviews"] = ("limit=1", await CursorAsync("/api/reviews")),
            },
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    internal Task<FuzzAnswer> AnswerAsync(FuzzRequest request, Stream? body = null, CancellationToken aborted = default) =>
        _server.AnswerAsync(request, body ?? new MemoryStream(request.Body ?? []), aborted);

    private async Task<string> SubmitAsync(string circumstances, params (string Name, string Value)[] headers)
    {
        var request = Call("POST", "/api/requests", SampleRequests.With(circumstances));
        request.Headers.AddRange(headers);
        var answer = await AnswerAsync(request);
        Assert.True(answer.Status is 201 or 202, Encoding.UTF8.GetString(answer.Body));
        return JsonDocument.Parse(answer.Body).RootElement.GetProperty("id").GetString()!;
    }

    private async Task<string> CursorAsync(string path)
    {
        var request = Call("GET", path);
        request.Query = "?limit=1";
        string? cursor = null;
        // The list of reviews follows what was decided.
        await Eventually.IsSoAsync($"a second page of {path}", async () =>
        {
            var page = JsonDocument.Parse((await AnswerAsync(request)).Body).RootElement;
            cursor = page.TryGetProperty("cursor", out var next) ? next.GetString() : null;
            return cursor is not null;
        });
        return cursor!;
    }

    internal static FuzzRequest Call(string method, string path, string? body = null)
    {
        var request = new FuzzRequest(method, path) { Body = body is null ? null : Encoding.UTF8.GetBytes(body) };
        request.SetHeader("x-functions-key", LocalHost.LocalHost.DevelopmentKey);
        if (body is not null)
            request.SetHeader("Content-Type", "application/json");
        return request;
    }
}

/// <summary>Looks at every line that is logged: none may hold a planted note. Keeps the last error, to explain a failed case.</summary>
internal sealed class FuzzLog : ILoggerProvider
{
    /// <summary>A line with a planted note; null as long as there is none.</summary>
    internal string? Leaked { get; private set; }

    /// <summary>The last error with its exception.</summary>
    internal string? LastError { get; private set; }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(FuzzLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            var line = $"{logLevel} {name}: {formatter(state, exception)} {exception}";
            if (FuzzRequest.HasCanary(line))
                log.Leaked ??= line;
            if (logLevel >= LogLevel.Error)
                log.LastError = line;
        }
    }
}
