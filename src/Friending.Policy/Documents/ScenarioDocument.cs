using System.Text.Json.Serialization;

namespace Friending.Policy.Documents;

/// <summary>The scenarios of a policy, which does not load if one fails. Format: <c>Schema/scenarios.schema.json</c>.</summary>
public sealed record ScenarioDocument
{
    /// <summary>Where the JSON Schema is; for editors only.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The id of the policy that the scenarios are for.</summary>
    public required string Policy { get; init; }

    /// <summary>The scenarios.</summary>
    public required IReadOnlyList<Scenario> Scenarios { get; init; }
}

/// <summary>What is stated, and what must come of it.</summary>
public sealed record Scenario
{
    private static readonly Dictionary<string, string> s_none = [];

    /// <summary>What the scenario shows, unique in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Facts stated, by name.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init => field = value ?? s_none; } = s_none;

    /// <summary>Dates stated, by name, in ISO 8601 of any precision down to the day.</summary>
    public IReadOnlyDictionary<string, string> Dates { get; init => field = value ?? s_none; } = s_none;

    /// <summary>Leave facts that have defaults open, as an interview does.</summary>
    public bool Interview { get; init; }

    /// <summary>What must come of it; members that are absent are not checked.</summary>
    public required Expectation Expect { get; init; }
}

/// <summary>What a scenario expects.</summary>
public sealed record Expectation
{
    /// <summary>The outcome.</summary>
    public string? Outcome { get; init; }

    /// <summary>The rules of the findings, in the order of the guidelines.</summary>
    public IReadOnlyList<string>? Rules { get; init; }

    /// <summary>Advice codes that must be given.</summary>
    public IReadOnlyList<string>? Advice { get; init; }

    /// <summary>Whether there is a reply to send.</summary>
    public bool? Reply { get; init; }

    /// <summary>Words that the one-sentence answer must hold, in one language or another.</summary>
    public IReadOnlyList<string>? SummarySays { get; init; }

    /// <summary>Words that the advice must hold, in one language or another.</summary>
    public IReadOnlyList<string>? AdviceSays { get; init; }

    /// <summary>Words that the reply must hold, in one language or another.</summary>
    public IReadOnlyList<string>? ReplySays { get; init; }

    /// <summary>The outcomes still possible, most restrictive first.</summary>
    public IReadOnlyList<string>? Possible { get; init; }

    /// <summary>The fact asked for first.</summary>
    public string? AsksFirst { get; init; }

    /// <summary>The facts that can still change the answer and may be asked for, in any order.</summary>
    public IReadOnlyList<string>? Asks { get; init; }

    /// <summary>What facts must come out as; null: unknown.</summary>
    public IReadOnlyDictionary<string, string?>? Fact { get; init; }
}
