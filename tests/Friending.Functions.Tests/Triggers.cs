using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Friending.Functions.Tests;

/// <summary>A function as the Functions host will find it: a method with a name, and a parameter that triggers it.</summary>
internal sealed record Trigger(string Name, MethodInfo Method, Attribute Attribute)
{
    /// <summary>Every function of the app.</summary>
    public static IReadOnlyList<Trigger> All { get; } =
    [
        .. from type in typeof(HttpFunctions).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           orderby function.Name
           select new Trigger(function.Name, method, TriggerOf(method)),
    ];

    /// <summary>The functions with one kind of trigger.</summary>
    public static IReadOnlyList<(string Name, MethodInfo Method, T Attribute)> Of<T>()
        where T : Attribute => [.. All.Where(t => t.Attribute is T).Select(t => (t.Name, t.Method, (T)t.Attribute))];

    private static Attribute TriggerOf(MethodInfo method) => method.GetParameters()
        .SelectMany(p => p.GetCustomAttributes())
        .Single(a => a is HttpTriggerAttribute or QueueTriggerAttribute or TimerTriggerAttribute);
}
