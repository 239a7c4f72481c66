using System.Text.Json.Serialization;

namespace Friending.Policy.Documents;

/// <summary>
/// A policy as its authors write it: facts with finite domains, guidelines as ordered decision tables, and the texts
/// that go with an outcome. The format is published as <c>Schema/policy.schema.json</c>.
/// </summary>
/// <remarks>
/// Lists that may be left out turn null into an empty list, because a generated deserializer assigns null to every init-only
/// member that the JSON lacks.
/// </remarks>
public sealed record PolicyDocument
{
    /// <summary>Where the JSON Schema is; for editors only.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The policy's name, the same over all its versions.</summary>
    public required string Id { get; init; }

    /// <summary>The version its authors gave it.</summary>
    public required string Version { get; init; }

    /// <summary>What people call the policy.</summary>
    public LocalizedText? Title { get; init; }

    /// <summary>BCP 47 tags of the languages that every text must exist in; the first one is the fallback.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>The outcomes, most restrictive first: of the guidelines that apply, the first outcome in this list wins.</summary>
    public required IReadOnlyList<OutcomeDefinition> Outcomes { get; init; }

    /// <summary>The outcome where no guideline applies.</summary>
    public required string Otherwise { get; init; }

    /// <summary>The AuthZEN subjects and resources that the policy is about; absent: of any type.</summary>
    [JsonPropertyName("authzen")]
    public AuthZenTypes? AuthZen { get; init; }

    /// <summary>What may be known about a request.</summary>
    public required IReadOnlyList<FactDefinition> Facts { get; init; }

    /// <summary>Facts that a person is asked for on one screen; a fact is in one group at most.</summary>
    public IReadOnlyList<QuestionGroup> Groups { get; init => field = value ?? []; } = [];

    /// <summary>The decision tables.</summary>
    public required IReadOnlyList<Guideline> Guidelines { get; init; }

    /// <summary>What to do instead, by code; rules name the codes.</summary>
    public IReadOnlyList<AdviceDefinition> Advice { get; init => field = value ?? []; } = [];

    /// <summary>How the groups that the organisation offers are told; absent: they are not.</summary>
    public GroupOffer? OfferedGroups { get; init; }

    /// <summary>How the service shows the policy to people; absent: the service does not load the document.</summary>
    public PolicyPresentation? Presentation { get; init; }

    /// <summary>The one-sentence answer: the first that matches is used.</summary>
    public IReadOnlyList<SelectedText> Summaries { get; init => field = value ?? []; } = [];

    /// <summary>Words to send to the other party: the first that matches is used.</summary>
    public IReadOnlyList<SelectedText> Replies { get; init => field = value ?? []; } = [];
}

/// <summary>What an outcome means to software that enforces it.</summary>
[JsonConverter(typeof(NamesOnly<OutcomeKind>))]
public enum OutcomeKind
{
    /// <summary>Not, or better not.</summary>
    [JsonStringEnumMemberName("deny")] Deny,

    /// <summary>A person decides.</summary>
    [JsonStringEnumMemberName("review")] Review,

    /// <summary>Go ahead.</summary>
    [JsonStringEnumMemberName("permit")] Permit,
}

/// <summary>One of the answers a policy can give.</summary>
public sealed record OutcomeDefinition
{
    /// <summary>The name used in documents and answers.</summary>
    public required string Value { get; init; }

    /// <summary>What it means to software.</summary>
    public required OutcomeKind Kind { get; init; }

    /// <summary>What people call it.</summary>
    public LocalizedText? Label { get; init; }
}

/// <summary>Something that may be known about a request, with its finite domain.</summary>
public sealed record FactDefinition
{
    /// <summary>The fact's name, unique in the document.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it.</summary>
    public LocalizedText? Label { get; init; }

    /// <summary>How to ask a person for it.</summary>
    public LocalizedText? Question { get; init; }

    /// <summary>Whom and what the question means, with examples, for a person who is not sure.</summary>
    public LocalizedText? Help { get; init; }

    /// <summary>The domain.</summary>
    public required IReadOnlyList<FactValue> Values { get; init; }

    /// <summary>The value taken when nothing is stated; without one, an unstated fact is unknown.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it is about the person who asks, whatever the case, so that a form asks once and remembers the answer.</summary>
    public bool Remembered { get; init; }

    /// <summary>When the question makes sense to a person: every fact named here is known and has one of the values listed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? AskWhen { get; init; }

    /// <summary>
    /// Where the fact (of values <c>yes</c> and <c>no</c>) can also be derived from two dates. An AuthZEN request holds them in its
    /// context, under their own names.
    /// </summary>
    public DateComparison? Before { get; init; }

    /// <summary>Where the fact stands in an AuthZEN evaluation request; the first path that holds something is taken.</summary>
    [JsonPropertyName("authzen")]
    public IReadOnlyList<AuthZenBinding>? AuthZen { get; init; }
}

/// <summary>A value of a fact's domain.</summary>
public sealed record FactValue
{
    /// <summary>The name used in documents and requests.</summary>
    public required string Value { get; init; }

    /// <summary>What people call it.</summary>
    public LocalizedText? Label { get; init; }

    /// <summary>How often it occurs, relative to the fact's other values; absent: 1. Orders questions, changes no outcome.</summary>
    public double? Weight { get; init; }
}

/// <summary>Derives a fact from two dates of reduced precision: <c>yes</c> when the first is certainly before the second.</summary>
public sealed record DateComparison
{
    /// <summary>The name of the date that should be the earlier one, which an AuthZEN request holds at <c>/context/NAME</c>.</summary>
    public required string First { get; init; }

    /// <summary>The name of the date it is compared with; in an AuthZEN request it is at <c>/context/</c> and this name.</summary>
    public required string Second { get; init; }
}

/// <summary>Facts of two values each that a person is asked for together: one statement a fact, to tick where it is true.</summary>
public sealed record QuestionGroup
{
    /// <summary>The group's name, unique in the document.</summary>
    public required string Name { get; init; }

    /// <summary>The question over all statements.</summary>
    public required LocalizedText Label { get; init; }

    /// <summary>The statements, in the order in which they are shown.</summary>
    public required IReadOnlyList<GroupedFact> Facts { get; init; }

    /// <summary>The answer where no statement is true.</summary>
    public required LocalizedText None { get; init; }
}

/// <summary>A fact of a group, as a statement.</summary>
public sealed record GroupedFact
{
    /// <summary>The fact's name; it has two values.</summary>
    public required string Fact { get; init; }

    /// <summary>The statement, in the words of who is asked. Ticked, it states the value that is not <see cref="Unticked"/>.</summary>
    public required LocalizedText Statement { get; init; }

    /// <summary>The value that is stated where the statement is not ticked.</summary>
    public required string Unticked { get; init; }
}

/// <summary>The entities of AuthZEN requests that a policy is about. It denies what is asked about any other.</summary>
public sealed record AuthZenTypes
{
    /// <summary>The types that a subject may have; absent: any.</summary>
    public IReadOnlyList<string>? SubjectTypes { get; init; }

    /// <summary>The types that a resource may have; absent: any.</summary>
    public IReadOnlyList<string>? ResourceTypes { get; init; }
}

/// <summary>Where an AuthZEN request holds a fact.</summary>
public sealed record AuthZenBinding
{
    /// <summary>
    /// JSON Pointer to a member that AuthZEN defines (<c>/resource/type</c>, <c>/subject/id</c>, <c>/action/name</c>), or into the
    /// properties of an entity or the context (<c>/subject/properties/role</c>, <c>/context/time</c>).
    /// </summary>
    public required string Path { get; init; }

    /// <summary>What is found there (as text), to the fact's value; where absent, the values' own names.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }

    /// <summary>The fact's value for anything else that is found there; absent: anything else is not taken.</summary>
    public string? Otherwise { get; init; }
}

/// <summary>How a guideline's rules are read.</summary>
[JsonConverter(typeof(NamesOnly<HitPolicy>))]
public enum HitPolicy
{
    /// <summary>The first rule that matches gives the finding.</summary>
    [JsonStringEnumMemberName("first")] First,

    /// <summary>Rules that overlap must agree; verification refuses those that do not.</summary>
    [JsonStringEnumMemberName("unique")] Unique,
}

/// <summary>An ordered decision table with the texts that explain it.</summary>
public sealed record Guideline
{
    /// <summary>The guideline's number or name.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public LocalizedText? Title { get; init; }

    /// <summary>The document that the guideline implements.</summary>
    public GuidelineSource? Source { get; init; }

    /// <summary>The guideline in a few sentences.</summary>
    public LocalizedText? Summary { get; init; }

    /// <summary>Its exceptions, one a text.</summary>
    public IReadOnlyList<LocalizedText> Exceptions { get; init => field = value ?? []; } = [];

    /// <summary>What to do instead, one a text.</summary>
    public IReadOnlyList<LocalizedText> Alternatives { get; init => field = value ?? []; } = [];

    /// <summary>Short messages to share with colleagues.</summary>
    public IReadOnlyList<LocalizedText> ShareMessages { get; init => field = value ?? []; } = [];

    /// <summary>How the rules are read; absent: the first that matches.</summary>
    public HitPolicy HitPolicy { get; init; }

    /// <summary>The facts under which the guideline says anything at all; absent: always.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? AppliesWhen { get; init; }

    /// <summary>The rules in order.</summary>
    public required IReadOnlyList<Rule> Rules { get; init; }
}

/// <summary>The published text behind a guideline.</summary>
public sealed record GuidelineSource
{
    /// <summary>Its title.</summary>
    public required string Title { get; init; }

    /// <summary>Who published it.</summary>
    public required string Publisher { get; init; }

    /// <summary>When, ISO 8601.</summary>
    public required string Date { get; init; }
}

/// <summary>One line of a decision table.</summary>
public sealed record Rule
{
    /// <summary>The rule's number, unique in the document.</summary>
    public required string Id { get; init; }

    /// <summary>Every fact named here must have one of the values listed; absent or empty: always.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? When { get; init; }

    /// <summary>The outcome it gives.</summary>
    public required string Outcome { get; init; }

    /// <summary>Whether the organisation reads into the guideline here what it does not say itself; the reason tells so too.</summary>
    public bool OwnReading { get; init; }

    /// <summary>The code of the exemption (<see cref="PolicyPresentation.Exemptions"/>) that digests count it as; absent: none.</summary>
    public string? Exemption { get; init; }

    /// <summary>Why, in words for the person who asked.</summary>
    public LocalizedText? Reason { get; init; }

    /// <summary>Codes of what to do instead.</summary>
    public IReadOnlyList<string> Advice { get; init => field = value ?? []; } = [];
}

/// <summary>Something to do instead, or besides.</summary>
public sealed record AdviceDefinition
{
    /// <summary>The code software sees.</summary>
    public required string Code { get; init; }

    /// <summary>Answers that it goes with though none of their rules names it; absent: it goes with the rules that name it only.</summary>
    public Selection? Given { get; init; }

    /// <summary>Whether it is something to do instead of what was asked about; else it is something to keep in mind.</summary>
    public bool Alternative { get; init; }

    /// <summary>The text people see.</summary>
    public required LocalizedText Text { get; init; }
}

/// <summary>
/// How the groups that the organisation offers, which are settings and no part of a policy, are told. In both texts
/// <see cref="Placeholder"/> stands for their names and addresses.
/// </summary>
public sealed record GroupOffer
{
    /// <summary>What stands for the groups.</summary>
    public const string Placeholder = "{groups}";

    /// <summary>The code of the advice that they are told with.</summary>
    public required string Advice { get; init; }

    /// <summary>What is added to the advice.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>What is added to a reply that offers a group.</summary>
    public required LocalizedText Reply { get; init; }
}

/// <summary>Which answers something goes with: outcome, deciding guideline and facts all have to match.</summary>
public record Selection
{
    /// <summary>The outcomes it goes with; absent: any.</summary>
    public IReadOnlyList<string>? Outcomes { get; init; }

    /// <summary>A guideline whose finding has the deciding outcome; absent: any.</summary>
    public string? Guideline { get; init; }

    /// <summary>Facts it goes with; a fact that is unknown does not match.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? When { get; init; }
}

/// <summary>A text and the answers that it goes with; of several, the first in the list is used.</summary>
public sealed record SelectedText : Selection
{
    /// <summary>Whether a reply offers a group to meet in, so that those of the organisation are told with it.</summary>
    public bool OffersGroups { get; init; }

    /// <summary>The text.</summary>
    public required LocalizedText Text { get; init; }
}
