using Friending.Policy;
using Friending.Policy.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Friending.Service.Policies;

/// <summary>Reads policies from files.</summary>
public static class PolicyFiles
{
    private const string DocumentEnding = ".policy.json";
    private const string ScenariosEnding = ".scenarios.json";

    /// <inheritdoc cref="Load(PolicyOptions)"/>
    public static PolicyDecisionPoint LoadConfigured(IConfiguration configuration) =>
        Load(configuration.GetSection(PolicyOptions.Section).Get<PolicyOptions>() ?? new());

    /// <summary>Loads the policy that the settings name, verified, with its scenarios; the default policy where they name none.</summary>
    /// <exception cref="PolicyException">The document is refused; each message begins with the file's path.</exception>
    /// <exception cref="OptionsValidationException">The path names no document that can be read, or a folder with several.</exception>
    public static PolicyDecisionPoint Load(PolicyOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Path))
            return DefaultPolicy.Load();
        var path = Path.GetFullPath(options.Path);
        var document = Directory.Exists(path) ? OnlyDocumentIn(path) : path;
        var scenarios = ScenariosOf(document);
        try
        {
            var policy = PolicyDecisionPoint.Load(
                File.ReadAllBytes(document), File.Exists(scenarios) ? File.ReadAllBytes(scenarios) : default(ReadOnlyMemory<byte>?));
            return PresentationChecks.Of(policy.Document) is { Count: > 0 } missing ? throw new PolicyException(missing) : policy;
        }
        catch (PolicyException e)
        {
            throw new PolicyException([.. e.Problems.Select(p => p with { Message = $"{document}: {p.Message}" })]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e.Message);
        }
    }

    private static string OnlyDocumentIn(string folder)
    {
        var documents = Directory.GetFiles(folder, "*" + DocumentEnding);
        return documents switch
        {
            [var only] => only,
            [] => throw Unusable($"The folder {folder} holds no *{DocumentEnding}."),
            _ => throw Unusable(
                $"The folder {folder} holds several *{DocumentEnding} "
                + $"({string.Join(", ", documents.Select(Path.GetFileName).Order())}); name one of them."),
        };
    }

    private static string ScenariosOf(string document)
    {
        var ending = document.EndsWith(DocumentEnding, StringComparison.OrdinalIgnoreCase) ? DocumentEnding : Path.GetExtension(document);
        return document[..^ending.Length] + ScenariosEnding;
    }

    private static OptionsValidationException Unusable(string why) =>
        new(PolicyOptions.Section, typeof(PolicyOptions), [$"The setting Policy:Path cannot be used. {why}"]);
}
