using System.Collections.Concurrent;
using System.Net;
using Azure.Data.Tables;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace Friending.Service.Tests.Storage;

/// <summary>Calls to a storage service that answers when the test says so.</summary>
public sealed class CompletedCallsTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _connections = [];
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _brokenOff = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication _storage = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        _storage = builder.Build();
        _storage.Run(AnswerAsync);
        await _storage.StartAsync(Cancelled);
    }

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    public static TheoryData<string, Func<StorageAccount, CancellationToken, Task>> Calls => new()
    {
        { "a reading", (account, token) => account.Table("decisions").GetEntityAsync<TableEntity>("p", "r", cancellationToken: token) },
        {
            "a transaction",
            (account, token) => account.Table("decisions").SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, new TableEntity("p", "r"))], token)
        },
        { "a message", (account, token) => account.Queue("requests").SendMessageAsync("{}", token) },
        { "a message sent once", (account, token) => account.QueueWithoutRetries("requests").SendMessageAsync("{}", token) },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Whoever_leaves_is_let_go_at_once_and_the_connection_serves_others(
        string what, Func<StorageAccount, CancellationToken, Task> callAsync)
    {
        var account = Account();
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var call = callAsync(account, leaving.Token);
        await Eventually.ComesAsync(what, _arrived.Task);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.ComesAsync("that the caller is let go", call));
        _answers.SetResult();
        await Eventually.IsSoAsync("the connection serves another call, or is closed", async () =>
        {
            await account.Table("decisions").GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancelled);
            return _brokenOff.Task.IsCompleted || _connections.Skip(1).Contains(_connections.First());
        });
        Assert.False(_brokenOff.Task.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_call_is_not_begun_for_who_has_left_before(string what, Func<StorageAccount, CancellationToken, Task> callAsync)
    {
        var account = Account();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Eventually.ComesAsync(what, callAsync(account, new CancellationToken(canceled: true))));

        // Another call goes the same way, after it.
        _answers.SetResult();
        await account.Table("decisions").GetEntityIfExistsAsync<TableEntity>("p", "r", cancellationToken: Cancelled);
        Assert.Single(_connections);
    }

    [Fact]
    public async Task A_call_that_is_never_answered_is_broken_off_in_the_end_though_nobody_waits_for_it()
    {
        var time = new TimerByHand();
        using var client = new HttpClient(new CompletedCalls(time) { InnerHandler = new SocketsHttpHandler() });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var call = client.GetAsync(new Uri(_storage.Urls.Single()), leaving.Token);
        await Eventually.ComesAsync("the call", _arrived.Task);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.ComesAsync("that the caller is let go", call));
        Assert.False(_brokenOff.Task.IsCompleted);

        time.Elapse();

        await Eventually.ComesAsync("the end of the call", _brokenOff.Task);
        // Whoever waits is told of the time-out by the client.
        Assert.True(time.DueIn > CallBudget.Attempt);
    }

    private StorageAccount Account()
    {
        var address = _storage.Urls.Single();
        var key = Convert.ToBase64String("not a secret"u8);
        return new(Options.Create(new StorageOptions
        {
            ConnectionString =
                $"AccountName=own;AccountKey={key};TableEndpoint={address}/own;QueueEndpoint={address}/own;BlobEndpoint={address}/own",
        }));
    }

    // Holds the first call, and tells whether it was broken off. Only its connection can serve more than one.
    private async Task AnswerAsync(HttpContext context)
    {
        _connections.Enqueue(context.Connection.Id);
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        if (_connections.Count == 1)
        {
            using var brokenOff = context.RequestAborted.Register(() => _brokenOff.SetResult());
            _arrived.SetResult();
            await Task.WhenAny(_answers.Task, _brokenOff.Task);
        }
        else if (context.Connection.Id != _connections.First())
        {
            context.Response.Headers.Connection = "close";
        }
        context.Response.StatusCode = 404;
        await context.Response.WriteAsync("{}", CancellationToken.None);
    }

    /// <summary>A clock with one timer, which elapses when the test says so.</summary>
    private sealed class TimerByHand : TimeProvider
    {
        private Action _elapse = () => { };

        internal TimeSpan DueIn { get; private set; }

        internal void Elapse() => _elapse();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (DueIn, _elapse) = (dueTime, () => callback(state));
            return base.CreateTimer(callback, state, TimeSpan.FromDays(1), period);
        }
    }
}
