using System.Net;
using System.Text.Json;
using Friending.Testing.Worker.Rpc;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Friending.Testing.Worker;

/// <summary>
/// Plays the Functions host for one worker: starts it, has it list and load its functions, triggers them, and forwards HTTP requests to it.
/// Written from https://github.com/Azure/azure-functions-host, as far as an app can tell the difference.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    private readonly PublishedApp _app;
    private readonly WebApplication _rpc;
    private readonly WorkerStream _stream;
    private HttpFront? _front;

    private FunctionsHost(PublishedApp app, WebApplication rpc, WorkerProcess worker)
    {
        _app = app;
        _rpc = rpc;
        _stream = rpc.Services.GetRequiredService<WorkerStream>();
        Worker = worker;
    }

    /// <summary>The worker process.</summary>
    public WorkerProcess Worker { get; }

    /// <summary>What the worker has announced.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = new Dictionary<string, string>();

    /// <summary>The functions that the worker has listed.</summary>
    public IReadOnlyList<ListedFunction> Functions { get; private set; } = [];

    /// <summary>What the worker has logged to the host.</summary>
    public IReadOnlyCollection<RpcLog> Logs => _stream.Logs;

    /// <summary>Where the host takes HTTP requests.</summary>
    public Uri Address => _front?.Address ?? throw new InvalidOperationException("The worker has not listed its functions.");

    /// <summary>Starts a worker and waits until it has loaded its functions.</summary>
    /// <param name="settings">The app's settings, as environment variables.</param>
    /// <param name="app">The app; null: the product.</param>
    public static async Task<FunctionsHost> StartAsync(IEnumerable<KeyValuePair<string, string>> settings, PublishedApp? app = null)
    {
        var host = await StartWorkerAsync(settings, app);
        try
        {
            await host.LoadAsync();
            return host;
        }
        catch (WorkerGoneException)
        {
            var code = await host.Worker.EndAsync();
            await host.DisposeAsync();
            throw new InvalidOperationException($"The worker ended with code {code}:\n{string.Join('\n', host.Worker.Errors)}");
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a worker and says nothing to it.</summary>
    public static async Task<FunctionsHost> StartWorkerAsync(IEnumerable<KeyValuePair<string, string>> settings, PublishedApp? app = null)
    {
        app ??= PublishedApp.Product;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<WorkerStream>();
        var rpc = builder.Build();
        rpc.MapGrpcService<WorkerStream>();
        await rpc.StartAsync();
        return new(app, rpc, await WorkerProcess.StartAsync(app, AddressOf(rpc), Guid.NewGuid().ToString(), settings));
    }

    /// <summary>Runs a function once, as its trigger would; the answer says how that ended.</summary>
    public async Task<InvocationResponse> InvokeAsync(string function, TypedData input, string? traceParent = null)
    {
        var listed = Functions.Single(f => f.Name == function);
        var request = new InvocationRequest
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = listed.Id,
            InputData = { new ParameterBinding { Name = listed.Trigger.Name, Data = input } },
            TraceContext = new() { TraceParent = traceParent ?? "" },
        };
        return (await _stream.AskAsync(new() { InvocationRequest = request })).InvocationResponse;
    }

    /// <summary>Runs a timer.</summary>
    public Task<InvocationResponse> RunTimerAsync(string function, string? traceParent = null) =>
        InvokeAsync(function, new() { Json = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""" },
            traceParent);

    /// <summary>Delivers a message of a queue; the JSON has the members that the queue extension writes.</summary>
    public Task<InvocationResponse> DeliverAsync(string function, object message, string? traceParent = null) => InvokeAsync(
        function,
        new()
        {
            ModelBindingData = new()
            {
                Version = "1.0",
                Source = "AzureStorageQueues",
                ContentType = "application/json",
                Content = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(message)),
            },
        },
        traceParent);

    /// <summary>Asks the worker to end, as the host does when it stops; the exit code.</summary>
    public async Task<int> StopWorkerAsync()
    {
        _stream.Tell(new() { WorkerTerminate = new() });
        return await Worker.EndAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_front is not null)
            await _front.DisposeAsync();
        await Worker.DisposeAsync();
        await _rpc.DisposeAsync();
    }

    /// <summary>Where an application listens.</summary>
    internal static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    private async Task LoadAsync()
    {
        var ended = Worker.EndAsync();
        if (await Task.WhenAny(_stream.Started, ended) == ended)
            throw new WorkerGoneException();
        var folder = await _app.FolderAsync();
        var init = await _stream.AskAsync(
            new() { WorkerInitRequest = new() { HostVersion = "4.1037.0", WorkerDirectory = folder, FunctionAppDirectory = folder } });
        Capabilities = init.WorkerInitResponse.Capabilities;
        var metadata = await _stream.AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = folder } });
        Functions = [.. metadata.FunctionMetadataResponse.FunctionMetadataResults.Select(ListedFunction.Of)];
        foreach (var function in metadata.FunctionMetadataResponse.FunctionMetadataResults)
        {
            var loaded =
                await _stream.AskAsync(new() { FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function } });
            if (loaded.FunctionLoadResponse.Result.Status != StatusResult.Types.Status.Success)
                throw new InvalidOperationException(
                    $"{function.Name} was not loaded: {loaded.FunctionLoadResponse.Result.Exception?.Message}");
        }
        _front = await HttpFront.StartAsync(this);
    }

    /// <summary>Sends the invocation that goes with a forwarded request.</summary>
    internal Task<StreamingMessage> InvokeForwardedAsync(ListedFunction function, string invocationId, string traceParent) =>
        _stream.AskAsync(new()
        {
            InvocationRequest = new()
            {
                InvocationId = invocationId,
                FunctionId = function.Id,
                InputData = { new ParameterBinding { Name = function.Trigger.Name, Data = new() { Http = new() } } },
                TraceContext = new() { TraceParent = traceParent },
            },
        });
}
