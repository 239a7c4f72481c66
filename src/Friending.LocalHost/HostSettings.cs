using System.Collections;
using System.ComponentModel;
using System.Reflection;
using Friending.Api;
using Friending.Service;

namespace Friending.LocalHost;

/// <summary>
/// The settings that the program takes as <c>--Section:Name=value</c>: the properties of the options classes, each of which names its
/// section in a constant <c>Section</c>. The configuration system would ignore a misspelt one without a word.
/// </summary>
internal static class HostSettings
{
    private const string Prefix = "--";

    // Read without an options class: by the local host, by the logging of .NET.
    private static readonly string[] s_others = ["Storage:CreateMissing"];
    private static readonly string[] s_otherSections = ["Logging"];

    private static readonly Setting[] s_settings =
    [
        .. new[] { typeof(FriendingService), typeof(FriendingApi), typeof(HostSettings) }
            .SelectMany(t => t.Assembly.GetTypes())
            .Select(t => (Type: t, Section: t.GetField("Section", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)))
            .Where(t => t.Section is { IsLiteral: true })
            .SelectMany(t => Of((string)t.Section!.GetRawConstantValue()!, t.Type))
            .Concat(s_others.Select(name => new Setting(name, typeof(bool))))
            .OrderBy(s => s.Name, StringComparer.Ordinal),
    ];

    /// <summary>The names; <c>N</c> stands for a position in a list, <c>NAME</c> for a name that the user gives.</summary>
    internal static IEnumerable<string> All => s_settings.Select(s => s.Name);

    /// <summary>Whether an argument is a setting, well-formed or not: its name has a colon.</summary>
    internal static bool IsSetting(string argument) =>
        argument.StartsWith(Prefix, StringComparison.Ordinal) && argument.Split('=')[0].Contains(':', StringComparison.Ordinal);

    /// <summary>What is wrong with a setting, in one line; null if it can be used.</summary>
    internal static string? ProblemOf(string argument)
    {
        if (argument.Split('=', 2) is not [var option, var value])
            return $"{argument} has no value; write {argument}=VALUE.";
        var name = option[Prefix.Length..];
        if (s_otherSections.Contains(name.Split(':')[0], StringComparer.OrdinalIgnoreCase))
            return null;
        if (s_settings.FirstOrDefault(s => Matches(s.Name, name)) is not { } setting)
        {
            var closest = s_settings.Select(s => s.Name).MinBy(s => Distance(s.ToUpperInvariant(), name.ToUpperInvariant()))!;
            return $"{option} is not a setting. Did you mean {Prefix}{closest}? --help lists all of them.";
        }
        try
        {
            TypeDescriptor.GetConverter(setting.Type).ConvertFromInvariantString(value);
            return null;
        }
        // Converters wrap what goes wrong in exceptions of several kinds; each says that the value does not convert.
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            return $"{option}: '{value}' is not {Described(setting.Type)}.";
        }
    }

    private static IEnumerable<Setting> Of(string name, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Elements(type, typeof(IDictionary<,>)) is [_, var named])
            return Of($"{name}:NAME", named);
        if (type != typeof(string) && Elements(type, typeof(IEnumerable<>)) is [var listed])
            return Of($"{name}:N", listed);
        if (TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)))
            return [new(name, type)];
        // What has no setter is bound if it is a list; what has only a private one is for code.
        return type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p =>
                p.SetMethod is { IsPublic: true } || p.PropertyType != typeof(string) && p.PropertyType.IsAssignableTo(typeof(IEnumerable)))
            .SelectMany(p => Of($"{name}:{p.Name}", p.PropertyType));
    }

    private static Type[]? Elements(Type type, Type collection) => type.GetInterfaces().Prepend(type)
        .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == collection)?.GetGenericArguments();

    private static bool Matches(string known, string name)
    {
        var (parts, given) = (known.Split(':'), name.Split(':'));
        return parts.Length == given.Length && parts.Zip(given).All(p => p.First switch
        {
            "N" => int.TryParse(p.Second, out var position) && position >= 0,
            "NAME" => p.Second.Length > 0,
            _ => p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase),
        });
    }

    private static string Described(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) ? "a whole number"
        : type == typeof(TimeSpan) ? "a duration such as 00:05:00"
        : type.IsEnum ? $"one of {string.Join(", ", Enum.GetNames(type))}"
        : $"a {type.Name}";

    // Levenshtein: how many letters to add, remove or replace.
    private static int Distance(string from, string to)
    {
        var costs = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = costs[0];
            costs[0] = i;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, costs[j]) =
                    (costs[j], Math.Min(Math.Min(costs[j], costs[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }
        return costs[^1];
    }

    private sealed record Setting(string Name, Type Type);
}
