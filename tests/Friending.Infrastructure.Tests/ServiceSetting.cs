using System.Collections;
using System.Globalization;
using System.Reflection;
using Friending.Api;
using Friending.Service;

namespace Friending.Infrastructure.Tests;

/// <summary>A setting that the code reads: a property of an options class, which is a class with a constant Section.</summary>
/// <param name="Section">The section of the configuration.</param>
/// <param name="Name">As an app setting; N stands for a position in a list, NAME for a name.</param>
/// <param name="Meaning">What its doc comment says.</param>
/// <param name="Default">Its value if it is not set; empty if it has none.</param>
internal sealed record ServiceSetting(string Section, string Name, string Meaning, string Default)
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<ServiceSetting> All { get; } =
    [
        .. new[] { typeof(FriendingService).Assembly, typeof(FriendingApi).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static) is { IsLiteral: true })
            .SelectMany(type =>
                Of(type, (string)type.GetField("Section", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!
                    .GetRawConstantValue()!))
            .OrderBy(setting => setting.Name, StringComparer.Ordinal),
    ];

    private static IEnumerable<ServiceSetting> Of(Type options, string section)
    {
        var (type, prefix) = options.BaseType is not { IsGenericType: true } items ? (options, $"{section}__")
            : items.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? (items.GetGenericArguments()[1], $"{section}__NAME__")
            : (items.GetGenericArguments()[0], $"{section}__N__");
        return Of(type, section, prefix);
    }

    private static IEnumerable<ServiceSetting> Of(Type type, string section, string prefix)
    {
        var defaults = Activator.CreateInstance(type, nonPublic: true);
        // What has no setter is bound if it is a list; what has only a private one is for code.
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(p => p.SetMethod is { IsPublic: true } || typeof(IEnumerable).IsAssignableFrom(p.PropertyType)))
        {
            var isList = property.PropertyType != typeof(string) && typeof(IEnumerable).IsAssignableFrom(property.PropertyType);
            if (isList && property.PropertyType.GetGenericArguments()[0] is { IsClass: true } item && item != typeof(string))
            {
                foreach (var part in Of(item, section, $"{prefix}{property.Name}__N__"))
                    yield return part;
                continue;
            }
            var value = isList ? null : Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture);
            yield return new(section, prefix + property.Name + (isList ? "__N" : ""), DocComments.Of(property) ?? "", value ?? "");
        }
    }
}
