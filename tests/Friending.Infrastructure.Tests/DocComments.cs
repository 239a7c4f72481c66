using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Friending.Infrastructure.Tests;

/// <summary>
/// The doc comments of our own types, from the XML files that the compiler writes beside the assemblies: what a member means is
/// said once, where it is declared.
/// </summary>
internal static partial class DocComments
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> s_files = [];

    /// <summary>What a type is, as Markdown; null if it is not ours.</summary>
    internal static string? Of(Type type) => Find(type.Assembly, $"T:{NameOf(type)}");

    /// <summary>What a property is, as Markdown; null if it is not ours.</summary>
    internal static string? Of(PropertyInfo property) =>
        Find(property.DeclaringType!.Assembly, $"P:{NameOf(property.DeclaringType)}.{property.Name}");

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static string? Find(Assembly assembly, string member) =>
        assembly.GetName().Name!.StartsWith("Friending.", StringComparison.Ordinal)
        && s_files.GetOrAdd(assembly, Load).TryGetValue(member, out var summary)
            ? Markdown(summary)
            : null;

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return XDocument.Load(file).Descendants("member")
            .Where(m => m.Element("summary") is not null)
            .ToDictionary(m => m.Attribute("name")!.Value, m => m.Element("summary")!);
    }

    private static string Markdown(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" or "paramref" } reference => $"`{LastName(reference)}`",
            XElement other => other.Value,
            _ => "",
        }));
        return WhiteSpace().Replace(text, " ").Trim();
    }

    private static string LastName(XElement reference) =>
        (reference.Attribute("cref") ?? reference.Attribute("langword") ?? reference.Attribute("name"))!.Value.Split('.', ':')[^1];

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
