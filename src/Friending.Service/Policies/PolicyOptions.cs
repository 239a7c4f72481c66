namespace Friending.Service.Policies;

/// <summary>Settings, section <c>Policy</c>: which policy answers.</summary>
public sealed class PolicyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Policy";

    /// <summary>
    /// A policy document, or a folder that holds exactly one (<c>*.policy.json</c>); relative to the current directory. Its scenarios are
    /// beside it: <c>x.scenarios.json</c> for <c>x.policy.json</c>, if there is such a file. Absent or empty: the default policy.
    /// </summary>
    public string? Path { get; set; }
}
