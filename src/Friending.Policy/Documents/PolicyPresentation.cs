namespace Friending.Policy.Documents;

/// <summary>How the service shows a policy to people. What is the same for every policy is in the service's own words.</summary>
public sealed record PolicyPresentation
{
    /// <summary>What is asked about, in the plural, as within a sentence: <c>friend requests</c>.</summary>
    public required LocalizedText Subject { get; init; }

    /// <summary>The question that the policy answers, in the words of who asks.</summary>
    public required LocalizedText Question { get; init; }

    /// <summary>What the button says that sends a case to the people who review.</summary>
    public required LocalizedText SendToReviewers { get; init; }

    /// <summary>The networks to choose from, where the policy is about connections on one; every other can be written.</summary>
    public IReadOnlyList<string> Networks { get; init => field = value ?? []; } = [];

    /// <summary>The facts that digests break requests down by. Few: the numbers of one must not disclose those of another.</summary>
    public IReadOnlyList<DigestFact> DigestFacts { get; init => field = value ?? []; } = [];

    /// <summary>What digests count as permitted by way of exception; rules name the codes.</summary>
    public IReadOnlyList<ExemptionDefinition> Exemptions { get; init => field = value ?? []; } = [];
}

/// <summary>A fact that digests break requests down by.</summary>
public sealed record DigestFact
{
    /// <summary>The fact's name.</summary>
    public required string Fact { get; init; }

    /// <summary>What the breakdown is called.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>What values are called there, by value; absent, or a value that is not here: the value's own label.</summary>
    public IReadOnlyDictionary<string, LocalizedText>? Values { get; init; }
}

/// <summary>Why something is permitted although the rule of thumb is no.</summary>
public sealed record ExemptionDefinition
{
    /// <summary>The code that rules and digests use.</summary>
    public required string Code { get; init; }

    /// <summary>What people call it.</summary>
    public required LocalizedText Label { get; init; }
}
