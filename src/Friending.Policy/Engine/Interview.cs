using System.Numerics;

namespace Friending.Policy.Engine;

/// <summary>A question that can still change the answer.</summary>
/// <param name="Fact">The index of the fact to ask for.</param>
/// <param name="ExpectedQuestions">How many questions, this one included, are expected until the answer is settled.</param>
public readonly record struct Question(int Fact, double ExpectedQuestions);

/// <summary>
/// Asks as little as possible: of the questions that can still change the answer, the one first that leaves the fewest
/// expected further questions, weighing answers by how often they occur. For policies of everyday size the expectation
/// is exact (every continuation is considered); for larger ones it looks one question ahead.
/// </summary>
public sealed class Interview
{
    private readonly PolicyDecisionPoint _policy;
    private readonly PossibilitySpace _possibilities;
    private readonly Conditions[] _askWhen;

    // For each fact, the facts of its group as bits; of a fact without a group, its own bit.
    private readonly uint[] _groups;

    // Expected questions from each state of knowledge; NaN: not computed yet. Empty: too many states.
    private readonly Lazy<double[]> _expected;

    internal Interview(PolicyDecisionPoint policy, PossibilitySpace possibilities)
    {
        _policy = policy;
        _possibilities = possibilities;
        _askWhen = policy.Document.Facts.Select(f => Conditions.Of(f.AskWhen, policy.Facts)).ToArray();
        _groups = [.. Enumerable.Range(0, policy.Facts.Count).Select(fact => 1u << fact)];
        foreach (var group in policy.Document.Groups.Select(g => g.Facts.Select(f => policy.Facts.IndexOf(f.Fact)).ToList()))
            foreach (var fact in group)
                _groups[fact] = group.Aggregate(0u, (bits, other) => bits | 1u << other);
        _expected = new(() =>
        {
            var expected = new double[possibilities.StateCount];
            Array.Fill(expected, double.NaN);
            return expected;
        });
    }

    /// <summary>The questions that can still change the answer, best first; none once it is settled.</summary>
    public IReadOnlyList<Question> QuestionsFor(in FactSet facts)
    {
        var candidates = Candidates(facts);
        if (candidates == 0)
            return [];
        var questions = new List<Question>(BitOperations.PopCount(candidates));
        for (; candidates != 0; candidates &= candidates - 1)
        {
            var fact = BitOperations.TrailingZeroCount(candidates);
            questions.Add(new(fact, ExpectedAfterAsking(facts, fact)));
        }
        // Ties (equal but for rounding) keep the document's order, so that the same facts always get the same question.
        return [.. questions.OrderBy(q => Math.Round(q.ExpectedQuestions, 9)).ThenBy(q => q.Fact)];
    }

    /// <summary>
    /// What one screen asks: the best question, with those of its group that can still change the answer, in the order of
    /// <see cref="QuestionsFor"/>; none once the answer is settled.
    /// </summary>
    public IReadOnlyList<Question> ScreenFor(in FactSet facts)
    {
        var questions = QuestionsFor(facts);
        return questions is [var best, ..] ? [.. questions.Where(q => (_groups[best.Fact] >> q.Fact & 1) != 0)] : [];
    }

    /// <summary>How many questions are expected until the answer is settled; 0 once it is.</summary>
    public double ExpectedQuestions(in FactSet facts)
    {
        if (_possibilities.StateCount == 0)
            return QuestionsFor(facts) is [var best, ..] ? best.ExpectedQuestions : 0;
        ref var expected = ref _expected.Value[_possibilities.StateOf(facts)];
        if (double.IsNaN(expected))
        {
            var best = double.PositiveInfinity;
            var candidates = Candidates(facts);
            for (var rest = candidates; rest != 0; rest &= rest - 1)
                best = Math.Min(best, ExpectedAfterAsking(facts, BitOperations.TrailingZeroCount(rest)));
            expected = candidates == 0 ? 0 : best;
        }
        return expected;
    }

    private double ExpectedAfterAsking(in FactSet facts, int fact)
    {
        var expected = 1.0;
        for (var value = 0; value < _policy.Facts.SizeOf(fact); value++)
        {
            var after = facts.With(fact, value);
            expected += _policy.Facts.ProbabilityOf(fact, value)
                * (_possibilities.StateCount > 0 ? ExpectedQuestions(after) : BitOperations.PopCount(_possibilities.OutcomesOf(after)) - 1);
        }
        return expected;
    }

    // What may be asked now. Where all that matters still waits for other answers to make sense, what it waits for
    // (directly or through others) is asked although it changes nothing itself; and rather than get stuck, a question
    // is asked out of turn.
    private uint Candidates(in FactSet facts)
    {
        var matter = _possibilities.FactsThatMatter(facts);
        var now = Askable(matter, facts);
        if (now != 0)
            return now;
        var waiting = matter;
        for (var rest = matter; rest != 0;)
        {
            var more = AwaitedBy(BitOperations.TrailingZeroCount(rest), facts) & ~waiting;
            waiting |= more;
            rest = rest & (rest - 1) | more;
        }
        now = Askable(waiting, facts);
        return now != 0 ? now : matter;
    }

    private uint Askable(uint questions, in FactSet facts)
    {
        var askable = 0u;
        for (; questions != 0; questions &= questions - 1)
            if (_askWhen[BitOperations.TrailingZeroCount(questions)].Hold(facts))
                askable |= questions & ~(questions - 1);
        return askable;
    }

    // The open facts that this one's askWhen names; none where a known fact already keeps it from ever holding.
    private uint AwaitedBy(int fact, in FactSet facts)
    {
        var awaited = 0u;
        foreach (var other in _askWhen[fact].Facts)
        {
            if (!facts.Knows(other))
                awaited |= 1u << other;
            else if (_askWhen[fact].TryGet(other, out var allowed) && !allowed.Contains(facts[other]))
                return 0;
        }
        return awaited;
    }
}
