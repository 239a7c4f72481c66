using System.Text.Json;
using Friending.Testing.Worker.Rpc;

namespace Friending.Testing.Worker;

/// <summary>A function as the worker lists it.</summary>
/// <param name="Id">The worker's id of it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Trigger">What triggers it.</param>
internal sealed record ListedFunction(string Id, string Name, ListedTrigger Trigger)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads what the worker states.</summary>
    public static ListedFunction Of(RpcFunctionMetadata metadata) => new(
        metadata.FunctionId,
        metadata.Name,
        metadata.RawBindings.Select(b => JsonSerializer.Deserialize<ListedTrigger>(b, s_json)!)
            .Single(b => b.Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase)));
}

/// <summary>A trigger's binding, as in a <c>function.json</c>; a member is null where it is not of the trigger's type.</summary>
/// <param name="Name">The parameter.</param>
/// <param name="Type">Such as <c>httpTrigger</c>.</param>
/// <param name="AuthLevel">The platform's own check of keys.</param>
/// <param name="Methods">The HTTP methods; null: every one.</param>
/// <param name="Route">The path.</param>
/// <param name="QueueName">The queue.</param>
/// <param name="Connection">The setting that names the queue's account; null: the host's own.</param>
/// <param name="Schedule">An NCRONTAB expression.</param>
/// <param name="RunOnStartup">Whether a timer also runs when the host starts.</param>
internal sealed record ListedTrigger(
    string Name, string Type, string? AuthLevel, IReadOnlyList<string>? Methods, string? Route, string? QueueName, string? Connection,
    string? Schedule, bool? RunOnStartup);
