using System.Numerics;

namespace Friending.Policy.Engine;

/// <summary>
/// Which outcomes incomplete facts leave possible, and which open facts can still change the outcome. Policies of everyday
/// size have few enough states of knowledge (every fact unknown or one of its values) that each state's answer is
/// remembered once computed; larger ones are computed each time.
/// </summary>
internal sealed class PossibilitySpace
{
    /// <summary>Above this many states nothing is remembered, and questions are ranked by looking one step ahead.</summary>
    internal const int MaxRememberedStates = 1 << 18;

    private readonly PolicyDecisionPoint _policy;
    private readonly int[] _strides;

    // Low half: the outcomes; high half: the facts that matter. 0: not computed yet (a computed state has an outcome).
    // Threads may compute the same entry twice and write the same value.
    private readonly ulong[]? _remembered;

    internal PossibilitySpace(PolicyDecisionPoint policy, int maxRememberedStates)
    {
        _policy = policy;
        var facts = policy.Facts;
        _strides = new int[facts.Count];
        long states = 1;
        for (var fact = 0; fact < facts.Count && states <= maxRememberedStates; fact++)
        {
            _strides[fact] = (int)states;
            states *= facts.SizeOf(fact) + 1;
        }
        StateCount = states <= maxRememberedStates ? (int)states : 0;
        _remembered = StateCount > 0 ? new ulong[StateCount] : null;
    }

    /// <summary>How many states of knowledge there are; 0 where there are too many to remember.</summary>
    internal int StateCount { get; }

    /// <summary>The number of a state of knowledge, below <see cref="StateCount"/>.</summary>
    internal int StateOf(in FactSet facts)
    {
        var state = 0;
        for (var fact = 0; fact < _strides.Length; fact++)
            state += (facts[fact] + 1) * _strides[fact];
        return state;
    }

    /// <summary>The outcomes that some completion of the facts gives, one bit an outcome.</summary>
    internal uint OutcomesOf(in FactSet facts)
    {
        if (_remembered is not null)
            return (uint)Look(facts, StateOf(facts));
        var found = 0u;
        Collect(facts, ref found);
        return found;
    }

    /// <summary>The open facts, one bit a fact, that in some completion of the others change the outcome.</summary>
    internal uint FactsThatMatter(in FactSet facts)
    {
        if (_remembered is not null)
            return (uint)(Look(facts, StateOf(facts)) >> 32);
        var matter = 0u;
        for (var fact = 0; fact < _policy.Facts.Count; fact++)
            if (!facts.Knows(fact) && Matters(fact, facts))
                matter |= 1u << fact;
        return matter;
    }

    /// <summary>A smallest part of the facts that settles the outcome as all do; see <see cref="Explanation.DecidingFacts"/>.</summary>
    internal FactSet DecidingFacts(in FactSet facts)
    {
        var outcome = OutcomesOf(facts);
        if (!BitOperations.IsPow2(outcome))
            return new();
        var deciding = facts;
        var state = _remembered is null ? 0 : StateOf(facts);
        for (var fact = _strides.Length - 1; fact >= 0; fact--)
        {
            var value = deciding[fact];
            if (value < 0)
                continue;
            deciding.Set(fact, -1);
            var without = state - (value + 1) * _strides[fact];
            if (OutcomesOf(deciding, without) == outcome)
                state = without;
            else
                deciding.Set(fact, value);
        }
        return deciding;
    }

    // Given the number of the state, where states are remembered.
    private uint OutcomesOf(in FactSet facts, int state) => _remembered is null ? OutcomesOf(facts) : (uint)Look(facts, state);

    /// <summary>
    /// The outcomes that a guideline by itself may give, one bit an outcome; <see cref="PolicyDecisionPoint.NoOutcome"/>
    /// where it may not apply.
    /// </summary>
    internal uint OutcomesOf(int guideline, in FactSet facts)
    {
        var outcomes = 0u;
        foreach (var cell in _policy.Tables[guideline].CompletionsOf(facts))
            outcomes |= 1u << _policy.OutcomeOf(guideline, cell);
        return outcomes;
    }

    private ulong Look(in FactSet facts, int state)
    {
        var known = _remembered![state];
        if (known != 0)
            return known;
        var first = NextOpen(facts, 0);
        var second = first < 0 ? -1 : NextOpen(facts, first + 1);
        ulong seen;
        if (first < 0)
        {
            seen = _policy.Evaluate(facts).PossibleOutcomes;
        }
        else
        {
            // A fact matters here if it matters after some answer to another open fact: the first open fact shows that
            // for all others, the second for the first. Where only one is open, it matters if it splits the outcomes.
            seen = Branch(facts, state, first);
            if (second >= 0)
                seen |= Branch(facts, state, second);
            else if (!BitOperations.IsPow2((uint)seen))
                seen |= 1UL << (32 + first);
        }
        return _remembered[state] = seen;
    }

    private ulong Branch(in FactSet facts, int state, int fact)
    {
        var seen = 0UL;
        for (var value = 0; value < _policy.Facts.SizeOf(fact); value++)
            seen |= Look(facts.With(fact, value), state + (value + 1) * _strides[fact]);
        return seen;
    }

    private int NextOpen(in FactSet facts, int from)
    {
        for (var fact = from; fact < _strides.Length; fact++)
            if (!facts.Knows(fact))
                return fact;
        return -1;
    }

    // Guidelines that share no open fact are combined outcome by outcome. A shared one has to be tried value by value;
    // what combining as if nothing were shared gives is then an upper bound, and tells when nothing new is to be found.
    private void Collect(in FactSet facts, ref uint found)
    {
        var bound = 1u << PolicyDecisionPoint.NoOutcome;
        uint readOnce = 0, shared = 0;
        for (var g = 0; g < _policy.Tables.Length; g++)
        {
            var outcomes = OutcomesOf(g, facts);
            bound = EitherWins(bound, outcomes);
            if (BitOperations.IsPow2(outcomes))
                continue;
            var open = OpenFacts(g, facts);
            shared |= readOnce & open;
            readOnce |= open;
        }
        if (bound >> PolicyDecisionPoint.NoOutcome != 0)
            bound = bound & ~(1u << PolicyDecisionPoint.NoOutcome) | 1u << _policy.Combined(PolicyDecisionPoint.NoOutcome);
        if ((bound & ~found) == 0)
            return;
        if (shared == 0)
        {
            found |= bound;
            return;
        }
        var fact = BitOperations.TrailingZeroCount(shared);
        for (var value = 0; value < _policy.Facts.SizeOf(fact); value++)
            Collect(facts.With(fact, value), ref found);
    }

    // Where one value of the fact allows an outcome that another does not, it matters. Where all values allow the same
    // outcomes, it can still matter after an answer to a fact read together with it; where there is no such fact left
    // open, the other guidelines overrule every difference it makes.
    private bool Matters(int fact, in FactSet facts)
    {
        var outcomes = OutcomesOf(facts.With(fact, 0));
        for (var value = 1; value < _policy.Facts.SizeOf(fact); value++)
            if (OutcomesOf(facts.With(fact, value)) != outcomes)
                return true;
        if (BitOperations.IsPow2(outcomes))
            return false;
        var together = 0u;
        for (var g = 0; g < _policy.Tables.Length; g++)
            if (OpenFacts(g, facts) is var open && (open >> fact & 1) != 0 && !BitOperations.IsPow2(OutcomesOf(g, facts)))
                together |= open & ~(1u << fact);
        if (together == 0)
            return false;
        var other = BitOperations.TrailingZeroCount(together);
        for (var value = 0; value < _policy.Facts.SizeOf(other); value++)
            if (Matters(fact, facts.With(other, value)))
                return true;
        return false;
    }

    private uint OpenFacts(int guideline, in FactSet facts)
    {
        var open = 0u;
        foreach (var fact in _policy.Tables[guideline].Facts)
            if (!facts.Knows(fact))
                open |= 1u << fact;
        return open;
    }

    // The lower bit wins; a bit of one set can win only against a set that has a bit at or above it.
    private static uint EitherWins(uint left, uint right)
    {
        var highest = Math.Min(BitOperations.Log2(left), BitOperations.Log2(right));
        return (left | right) & (uint)((2UL << highest) - 1);
    }
}
