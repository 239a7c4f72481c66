using System.Text.RegularExpressions;
using Friending.Testing;

namespace Friending.Functions.Tests.Parity;

/// <summary>The app answers as a worker of the Functions host exactly as it does under the local host: status, headers and body.</summary>
public sealed class ParityTests(WorkerApp app) : IClassFixture<WorkerApp>, IAsyncLifetime
{
    private static readonly string[] s_settings =
    [
        "--Port=0", "--Emulators:Mail=false", "--Emulators:InMemory=true", "--Emulators:BlobPort=0", "--Emulators:QueuePort=0",
        "--Emulators:TablePort=0",
    ];

    private LocalHost.LocalHost? _localHost;

    [Fact]
    public async Task Every_exchange_of_the_table_is_the_same()
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var listening = app.Requests().RunAsync(done.Token);
        var (local, worker) = (await MakeAsync(_localHost!.Address, Table.Exchanges), await MakeAsync(app.Host.Address, Table.Exchanges));
        await done.CancelAsync();
        await listening;

        Assert.All(Table.Exchanges.Zip(local),
            e => Assert.Contains($" {e.First.Status}\n", e.Second[..e.Second.IndexOf('\n')] + "\n", StringComparison.Ordinal));
        AssertSame(Table.Exchanges, local, worker);
    }

    // Without a key, so that nothing is done.
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Every_path_answers_every_method_alike(string method)
    {
        Exchange[] exchanges = [.. Table.Paths
            .Select(path => new Exchange(0, method, path) { WithKey = false, Headers = [("Origin", "https://elsewhere.example")] })];

        AssertSame(exchanges, await MakeAsync(_localHost!.Address, exchanges), await MakeAsync(app.Host.Address, exchanges));
    }

    [Fact]
    public void Every_function_that_answers_HTTP_has_an_exchange()
    {
        var functions = app.Host.Functions.Where(f => f.Trigger.Type == "httpTrigger" && f.Name != "Rest");
        var asked = Table.Exchanges.Select(e => (e.Method, Path: e.Path.Split('?')[0].Trim('/'))).ToList();

        var without = string.Join(", ", functions
            .Where(f => !asked.Any(a => f.Trigger.Methods!.Contains(a.Method, StringComparer.OrdinalIgnoreCase)
                && Regex.IsMatch(a.Path, $"^{Regex.Replace(f.Trigger.Route!, @"\{[^}]+\}", "[^/]+")}$")))
            .Select(f => f.Name));
        Assert.True(without.Length == 0, $"Parity/Table.cs has no exchange for {without}.");
    }

    private static void AssertSame(IEnumerable<Exchange> exchanges, IEnumerable<string> local, IEnumerable<string> worker)
    {
        var different = exchanges.Zip(local, worker).Where(e => e.Second != e.Third)
            .Select(e => $"{e.First}\n--- local host\n{Cut(e.Second)}\n--- worker\n{Cut(e.Third)}").ToList();
        if (different.Count > 0)
            Assert.Fail($"{different.Count} differ:\n{string.Join("\n\n", different)}");
    }

    private static string Cut(string text) => text.Length < 2_000 ? text : text[..2_000] + "…";

    private async Task<List<string>> MakeAsync(Uri address, IEnumerable<Exchange> exchanges)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        { BaseAddress = address };
        var kept = new Dictionary<string, string>();
        var answers = new List<string>();
        foreach (var exchange in exchanges)
        {
            var answer = "";
            await Eventually.IsSoAsync(
                $"{exchange} holds {exchange.Until}",
                async () => (answer = await exchange.SendAsync(client, kept, WorkerApp.Key, TestContext.Current.CancellationToken))
                    .Contains(exchange.Until ?? "", StringComparison.Ordinal));
            answers.Add(answer);
        }
        return answers;
    }

    public async ValueTask InitializeAsync() =>
        _localHost = await LocalHost.LocalHost.StartAsync(s_settings, TextWriter.Null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_localHost is not null)
            await _localHost.DisposeAsync();
    }
}
