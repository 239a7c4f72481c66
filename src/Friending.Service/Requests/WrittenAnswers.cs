using System.Collections.Concurrent;
using System.Text.Json;
using Friending.Policy.Engine;
using Friending.Service.Decisions;

namespace Friending.Service.Requests;

/// <summary>A policy's answer, and the same as JSON.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Json">The answer as it is sent, UTF-8.</param>
public sealed record WrittenAnswer(EvaluationAnswer Answer, ReadOnlyMemory<byte> Json);

/// <summary>
/// The answers of the active policy, put into words once: an answer depends on the facts and the language alone, and both
/// have few values.
/// </summary>
public sealed class WrittenAnswers(PolicyDecisionPoint policy)
{
    // An everyday policy has some thousands of states of knowledge, an answer some kilobytes. Past this many no more are
    // kept; those that are go on being used.
    private const int MostKept = 4096;

    private readonly ConcurrentDictionary<(FactSet Facts, string Language), WrittenAnswer> _kept = new();
    private int _count;

    /// <summary>The answer; see <see cref="Answers.For"/>.</summary>
    public WrittenAnswer For(in FactSet facts, string language)
    {
        if (_kept.TryGetValue((facts, language), out var kept))
            return kept;
        var answer = Answers.For(policy, facts, language);
        var written = new WrittenAnswer(answer, JsonSerializer.SerializeToUtf8Bytes(answer, ServiceJson.Web.EvaluationAnswer));
        // Counted here, since the dictionary's own count locks all of it.
        if (Volatile.Read(ref _count) < MostKept && _kept.TryAdd((facts, language), written))
            Interlocked.Increment(ref _count);
        return written;
    }
}
