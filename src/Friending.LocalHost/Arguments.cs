namespace Friending.LocalHost;

/// <summary>The program's own arguments beside settings of the form <c>--Section:Name=value</c>.</summary>
internal static class Arguments
{
    /// <summary>Flags given a value, since the configuration system knows only settings that have one.</summary>
    internal static string[] ToSettings(string[] args) =>
        [.. args.Select(a => a is "--fresh" or "--demo" ? $"{a}=true" : a)];
}
