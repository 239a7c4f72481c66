using System.CommandLine;
using Friending.Policy;
using Friending.Policy.Engine;

namespace Friending.Tool.Policies;

/// <summary>A policy document in a file, and the scenarios beside it.</summary>
internal static class PolicyFile
{
    private const string DocumentEnding = ".policy.json";
    private const string ScenariosEnding = ".scenarios.json";

    /// <summary>The argument FILE.</summary>
    internal static Argument<string> Argument() =>
        new("FILE") { Description = "A policy document. Scenarios are taken from beside it: x.policy.json has x.scenarios.json." };

    /// <summary>The argument FILE, once or more.</summary>
    internal static Argument<string[]> Arguments() => new("FILE")
    {
        Description = "Policy documents. Scenarios are taken from beside them: x.policy.json has x.scenarios.json.",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The option <c>--json</c>.</summary>
    internal static Option<bool> Json() => new("--json") { Description = "Write JSON, for other programs." };

    /// <summary>The option <c>--language</c>.</summary>
    internal static Option<string?> Language() =>
        new("--language") { Description = "The language of texts; the document's first if not given.", HelpName = "TAG" };

    /// <summary>The report on a document and its scenarios.</summary>
    /// <exception cref="UnusableException">A file cannot be read.</exception>
    internal static PolicyReport Check(string path)
    {
        var scenarios = ScenariosOf(path);
        return PolicyReport.Of(Read(path), File.Exists(scenarios) ? Read(scenarios) : default(ReadOnlyMemory<byte>?));
    }

    /// <summary>The policy in a file. Its scenarios are not run: to look at a policy, they need not pass.</summary>
    /// <exception cref="UnusableException">The file cannot be read, or the document is not valid.</exception>
    internal static PolicyDecisionPoint Load(string path)
    {
        var report = PolicyReport.Of(Read(path));
        return report.DecisionPoint
            ?? throw new UnusableException(
                string.Join(
                Environment.NewLine, report.Problems.Select(p => p.Message).Prepend($"{path} is not a valid policy document.")));
    }

    /// <summary>Where the scenarios of a document are.</summary>
    internal static string ScenariosOf(string path)
    {
        var ending = path.EndsWith(DocumentEnding, StringComparison.OrdinalIgnoreCase) ? DocumentEnding : Path.GetExtension(path);
        return path[..^ending.Length] + ScenariosEnding;
    }

    /// <summary>The language to write in.</summary>
    /// <exception cref="UnusableException">The document does not have it.</exception>
    internal static string LanguageOf(PolicyDecisionPoint policy, string? asked) =>
        asked is null ? policy.Document.Languages[0]
        : policy.Document.Languages.FirstOrDefault(l => l.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw new UnusableException(
                $"The document is not written in '{asked}'; it has {string.Join(", ", policy.Document.Languages)}.");

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableException(e.Message);
        }
    }
}
