using System.Numerics;
using System.Runtime.CompilerServices;

namespace Friending.Policy.Engine;

/// <summary>
/// What a policy says about a set of facts, by index: the outcomes still possible and, for each guideline, the rule that
/// answers. A value type, so that evaluating allocates nothing; the policy decision point turns it into names and texts.
/// </summary>
public struct Evaluation
{
    internal const ushort Open = ushort.MaxValue - 1;

    private Hits _hits;

    /// <summary>The outcomes still possible, one bit an outcome, bit 0 the most restrictive.</summary>
    public uint PossibleOutcomes { get; internal set; }

    /// <summary>Whether only one outcome is left, however many facts are unknown.</summary>
    public readonly bool IsSettled => BitOperations.IsPow2(PossibleOutcomes);

    /// <summary>The index of the outcome, or -1 while more than one is possible.</summary>
    public readonly int Outcome => IsSettled ? BitOperations.TrailingZeroCount(PossibleOutcomes) : -1;

    /// <summary>The index of the rule that answers for the guideline; -1 where it does not apply, -2 while facts leave that open.</summary>
    public readonly int RuleOf(int guideline) => _hits[guideline] switch
    {
        DecisionTable.NotApplicable => -1,
        Open => -2,
        var cell => cell - 1,
    };

    internal void Hit(int guideline, ushort cell) => _hits[guideline] = cell;

    [InlineArray(DocumentChecks.MaxGuidelines)]
    private struct Hits
    {
        private ushort _first;
    }
}
