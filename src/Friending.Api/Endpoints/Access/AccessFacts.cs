using System.Text.Json;
using Friending.Policy.Documents;
using Friending.Policy.Engine;
using Friending.Service.Decisions;
using Friending.Service.Requests;

namespace Friending.Api.Endpoints.Access;

/// <summary>What an AuthZEN request states of a policy's facts.</summary>
/// <param name="Facts">The facts; meaningful only where the two lists are empty.</param>
/// <param name="Problems">Properties and context that the policy cannot take.</param>
/// <param name="Unknown">Entities and actions that the policy does not know. No facts stand for them, so only a denial is right.</param>
internal sealed record AccessFacts(FactSet Facts, IReadOnlyList<RequestProblem> Problems, IReadOnlyList<RequestProblem> Unknown);

/// <summary>Reads a policy's facts from AuthZEN requests, by the paths in its document (<see cref="FactDefinition.AuthZen"/>).</summary>
internal sealed class AccessFactReader(PolicyDecisionPoint policy, TimeProvider time)
{
    // States facts by name, whatever the policy.
    private const string FactsPath = "/context/facts";

    private readonly (FactDefinition Fact, (RequestPointer Pointer, AuthZenBinding Binding)[] Bindings)[] _facts =
        [.. policy.Document.Facts.Select(f => (f, (f.AuthZen ?? []).Select(b => (new RequestPointer(b.Path), b)).ToArray()))];

    private readonly (string Name, RequestPointer Pointer)[] _dates =
    [
        .. policy.Document.Facts.Select(f => f.Before).OfType<DateComparison>().SelectMany(b => new[] { b.First, b.Second }).Distinct()
            .Select(name => (name, new RequestPointer($"/context/{name}"))),
    ];

    /// <summary>The facts that a request states; those it does not state have their defaults.</summary>
    internal AccessFacts Read(AccessRequest request)
    {
        var problems = new List<RequestProblem>();
        var unknown = new List<RequestProblem>(UnknownTypes(request));
        var stated = new List<KeyValuePair<string, string>>();
        var places = new Dictionary<string, string>();
        foreach (var (fact, bindings) in _facts)
        {
            foreach (var (pointer, binding) in bindings)
            {
                if (!pointer.TryRead(request, out var text))
                    continue;
                if (text is not null && ValueOf(fact, binding, text) is { } value)
                    stated.Add(new(fact.Name, value));
                else
                    (pointer.IsIdentity ? unknown : problems).Add(new(pointer.Path, NotTaken(fact, binding, pointer)));
                places[fact.Name] = pointer.Path;
                break;
            }
        }

        var dates = new List<KeyValuePair<string, string>>();
        foreach (var (name, pointer) in _dates)
        {
            if (!pointer.TryRead(request, out var text))
                continue;
            // What is no text is no date either; the empty string makes the policy say so.
            dates.Add(new(name, text ?? ""));
            places[name] = pointer.Path;
        }
        foreach (var (name, value) in ByName(request, problems))
            State(policy.Facts.ReadsDate(name) ? dates : stated, name, value);

        var bound = FactBinding.Of(policy.Facts, stated, dates, fillDefaults: true);
        problems.AddRange(bound.Problems.Select(p => RequestProblem.Of(p, places.GetValueOrDefault(p.Name, ""))));
        problems.AddRange(RequestFacts.NotYet(dates, name => places[name], DecisionKeys.DayOf(time.GetUtcNow())));
        return new(bound.Facts, problems, [.. unknown.Distinct()]);

        // A fact may be stated at its own place and by its name, if both say the same.
        void State(List<KeyValuePair<string, string>> those, string name, string value)
        {
            var at = StrictJson.MayBeShown(name) ? StrictJson.Step(FactsPath, name) : FactsPath;
            if (!places.TryGetValue(name, out var other))
            {
                places[name] = at;
                those.Add(new(name, value));
            }
            else if (those.Any(s => s.Key == name && s.Value != value))
            {
                problems.Add(new(at, $"Contradicts {other}, which states another value.", RequestProblemKind.Contradiction));
            }
        }
    }

    /// <summary>Where a request may state a fact: at its first place in the policy's document, else by its name.</summary>
    internal static string PointerOf(FactDefinition fact) => fact.AuthZen is [var first, ..] ? first.Path : $"{FactsPath}/{fact.Name}";

    private static IEnumerable<(string Name, string Value)> ByName(AccessRequest request, List<RequestProblem> problems)
    {
        var facts = request.Context?.GetValueOrDefault("facts") ?? default;
        if (facts.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            yield break;
        if (facts.ValueKind is not JsonValueKind.Object)
            problems.Add(new(FactsPath, "Must be an object: names of facts, each with its value."));
        else
            foreach (var member in facts.EnumerateObject())
                // What is no text is no value of any fact.
                yield return (member.Name, member.Value.ValueKind is JsonValueKind.String ? member.Value.GetString()! : "");
    }

    /// <summary>What the policy knows by name at a place, such as the ids at <c>/subject/id</c>, in the document's order.</summary>
    internal IReadOnlyList<string> Named(string path) =>
        [.. _facts.SelectMany(f => f.Bindings.Where(b => b.Binding.Path == path).SelectMany(b => Names(f.Fact, b.Binding))).Distinct()];

    private IEnumerable<RequestProblem> UnknownTypes(AccessRequest request)
    {
        if (policy.Document.AuthZen?.SubjectTypes is { } subjects && !subjects.Contains(request.Subject?.Type))
            yield return new("/subject/type", OneOf(subjects));
        if (policy.Document.AuthZen?.ResourceTypes is { } resources && !resources.Contains(request.Resource?.Type))
            yield return new("/resource/type", OneOf(resources));
    }

    private static string? ValueOf(FactDefinition fact, AuthZenBinding binding, string text)
    {
        if (binding.Values is { } values)
            return values.TryGetValue(text, out var value) ? value : binding.Otherwise;
        return fact.Values.Any(v => v.Value == text) ? text : binding.Otherwise;
    }

    private static IEnumerable<string> Names(FactDefinition fact, AuthZenBinding binding) =>
        binding.Values?.Keys ?? fact.Values.Select(v => v.Value);

    // Identifiers can be many, and a caller need not know the others.
    private static string NotTaken(FactDefinition fact, AuthZenBinding binding, RequestPointer pointer) =>
        pointer.Path.EndsWith("/id", StringComparison.Ordinal) && pointer.IsIdentity ? "The policy does not know it."
        : binding.Otherwise is not null ? "Must be text, a number, true or false."
        : OneOf(Names(fact, binding));

    private static string OneOf(IEnumerable<string> names) => $"Must be one of {string.Join(", ", names)}.";
}
