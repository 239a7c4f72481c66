using System.Text.Json.Nodes;

[assembly: AssemblyFixture(typeof(Friending.Infrastructure.Tests.CompiledTemplate))]

namespace Friending.Infrastructure.Tests;

/// <summary>
/// The template as compiled, and the resources that it comes to in each environment: the CLI evaluates the compiled
/// template with the parameter file, so loops and conditions are resolved as they will be when it is deployed.
/// </summary>
public sealed class CompiledTemplate : IAsyncLifetime
{
    public static readonly string[] Environments = ["dev", "prod"];

    private readonly Dictionary<string, Resource[]> _resources = [];
    private readonly DirectoryInfo _copy = Bicep.Copy();

    public JsonNode Template { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var built = await Bicep.Run(_copy.FullName, ["build", "main.bicep", "--stdout"]);
        Assert.True(built.ExitCode == 0, $"bicep build main.bicep: {built.Errors}");
        Template = JsonNode.Parse(built.Output)!;

        foreach (var environment in Environments)
        {
            _resources[environment] = await Evaluate(environment, Bicep.SampleEnvironment);
        }
    }

    public ValueTask DisposeAsync()
    {
        _copy.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The resources that an environment comes to with other values than the sample ones.</summary>
    public async Task<Resource[]> Evaluate(string environment, IReadOnlyDictionary<string, string> variables)
    {
        var made = await Bicep.Snapshot(_copy.FullName, environment, "overwrite", variables);
        Assert.True(made.ExitCode == 0, $"bicep snapshot {environment}.bicepparam: {made.Errors}");
        var text = await File.ReadAllTextAsync(Path.Combine(_copy.FullName, $"{environment}.snapshot.json"));
        return [.. JsonNode.Parse(text)!["predictedResources"]!.AsArray().Select(node => new Resource(node!.AsObject()))];
    }

    /// <summary>The resources that a parameter file of the tests comes to.</summary>
    public async Task<Resource[]> EvaluateFile(string name)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, $"{name}.bicepparam"), Path.Combine(_copy.FullName, $"{name}.bicepparam"),
            overwrite: true);
        return await Evaluate(name, Bicep.SampleEnvironment);
    }

    /// <summary>All resources of an environment.</summary>
    public IReadOnlyList<Resource> In(string environment) => _resources[environment];

    /// <summary>The resources of one type, of which there has to be one at least.</summary>
    public IReadOnlyList<Resource> In(string environment, string type)
    {
        var found = _resources[environment].Where(resource => resource.Type == type).ToArray();
        Assert.True(found.Length > 0, $"{environment}: the template has no {type}");
        return found;
    }

    /// <summary>The app settings of the Functions app.</summary>
    public IReadOnlyDictionary<string, string> Settings(string environment) =>
        Settings(In(environment));

    /// <summary>The app settings among some resources.</summary>
    public static IReadOnlyDictionary<string, string> Settings(IEnumerable<Resource> resources) =>
        resources.Single(resource => resource.Type == "Microsoft.Web/sites/config" && resource.LastName == "appsettings")
            .Body["properties"]!.AsObject()
            .ToDictionary(setting => setting.Key, setting => setting.Value!.GetValue<string>());
}

/// <summary>A resource as it would be deployed.</summary>
public sealed record Resource(JsonObject Body)
{
    public string Id => Body["id"]!.GetValue<string>();

    public string Type => Body["type"]!.GetValue<string>();

    public string LastName => Body["name"]!.GetValue<string>().Split('/')[^1];

    /// <summary>The value at a path of member names, as JSON text; null where there is none.</summary>
    public string? this[string path]
    {
        get
        {
            JsonNode? node = Body;
            foreach (var member in path.Split('.'))
                node = node is JsonObject parent ? parent[member] : null;
            return node?.ToJsonString();
        }
    }
}
