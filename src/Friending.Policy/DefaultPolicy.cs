using Friending.Policy.Engine;

namespace Friending.Policy;

/// <summary>The documents that travel inside the assembly.</summary>
public static class DefaultPolicy
{
    /// <summary>The default policy document, UTF-8 JSON.</summary>
    public static ReadOnlyMemory<byte> Document => Resource("friending.policy.json");

    /// <summary>The default policy's scenarios, UTF-8 JSON.</summary>
    public static ReadOnlyMemory<byte> Scenarios => Resource("friending.scenarios.json");

    /// <summary>The JSON Schema of policy documents.</summary>
    public static ReadOnlyMemory<byte> PolicySchema => Resource("policy.schema.json");

    /// <summary>The JSON Schema of scenario files.</summary>
    public static ReadOnlyMemory<byte> ScenariosSchema => Resource("scenarios.schema.json");

    /// <summary>The default policy, loaded and verified.</summary>
    public static PolicyDecisionPoint Load() => PolicyDecisionPoint.Load(Document, Scenarios);

    private static ReadOnlyMemory<byte> Resource(string name)
    {
        using var stream = typeof(DefaultPolicy).Assembly.GetManifestResourceStream($"Friending.Policy.{name}")
            ?? throw new InvalidOperationException($"The assembly lacks its embedded resource {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
