using System.Reflection;
using System.Text.RegularExpressions;
using Friending.Policy;
using Microsoft.Extensions.Options;

namespace Friending.Service;

/// <summary>
/// Says why a host could not start, in one line. The Functions host shows a line on standard error as an error only if it holds a
/// word such as "error", and the last three such lines with the exit code: WorkerProcess.cs of
/// https://github.com/Azure/azure-functions-host.
/// </summary>
public static partial class StartFailure
{
    /// <summary>The line: what is wrong and with which setting; for anything but a setting or the policy, the whole exception.</summary>
    public static string Describe(Exception error)
    {
        var text = SettingsIn(error) ?? (error is PolicyException ? error.Message : error.ToString());
        return $"error: {LineBreaks().Replace(text, " ")}";
    }

    /// <summary>What is wrong with settings, each with its name; null if the failure is another.</summary>
    public static string? SettingsIn(Exception error) => error switch
    {
        OptionsValidationException options =>
            string.Join(" ", options.Failures.Select(failure => NamingSetting(failure, options.OptionsType))),
        // Several sections.
        AggregateException several when several.InnerExceptions.All(e => e is OptionsValidationException) =>
            string.Join(" ", several.InnerExceptions.Select(SettingsIn)),
        // The configuration binder's, which names the setting: an enum or a number of another form.
        InvalidOperationException { InnerException: FormatException or ArgumentException or OverflowException } => error.Message,
        _ => null,
    };

    // Generated checks name the member and its class; people know the section and the setting.
    private static string NamingSetting(string failure, Type type)
    {
        if (Member().Match(failure) is not { Success: true } match
            || type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() is not string section)
            return failure;
        var message = match.Groups["message"].Value.Replace($"{type.Name}.", "", StringComparison.Ordinal);
        return message.Contains($"{section}:", StringComparison.Ordinal) ? message : $"{section}:{match.Groups["member"].Value}: {message}";
    }

    [GeneratedRegex(@"^(?<member>\w+)(?:, \w+)*: (?<message>.*)$", RegexOptions.Singleline)]
    private static partial Regex Member();

    [GeneratedRegex(@"\s*[\r\n]+\s*")]
    private static partial Regex LineBreaks();
}
