namespace Friending.Tool;

/// <summary>What the program ends with, for scripts to act on; the same as diff's.</summary>
internal static class ExitCode
{
    /// <summary>Nothing was found: valid, every scenario passes, no difference.</summary>
    internal const int Fine = 0;

    /// <summary>Something was found: problems, failing scenarios, differences.</summary>
    internal const int Found = 1;

    /// <summary>The command line, a file, or what was typed cannot be used.</summary>
    internal const int Unusable = 2;
}

/// <summary>Something that was given cannot be used; the message is for the person who gave it.</summary>
internal sealed class UnusableException(string message) : Exception(message);
