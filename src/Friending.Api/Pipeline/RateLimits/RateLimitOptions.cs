using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Friending.Api.Pipeline.RateLimits;

/// <summary>Settings, section <c>RateLimits</c>: how many calls a caller may make in a minute, of each instance; 0: any number.</summary>
public sealed class RateLimitOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "RateLimits";

    /// <summary>Settings without any limit.</summary>
    public static IReadOnlyDictionary<string, string?> None { get; } =
        new[] { nameof(Person), nameof(Program), nameof(Anonymous) }.ToDictionary(name => $"{Section}:{name}", string? (_) => "0");

    /// <summary>Calls a minute of a person who signed in. A request with its interview is about ten. 0: any number.</summary>
    [Range(0, int.MaxValue)]
    public int Person { get; set; } = 600;

    /// <summary>Calls a minute of a program with a key. 0: any number.</summary>
    [Range(0, int.MaxValue)]
    public int Program { get; set; } = 12_000;

    /// <summary>
    /// Calls a minute from an address (IPv6: from its /64) without a valid credential, open operations included. Many people may
    /// share one address. 0: any number.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int Anonymous { get; set; } = 3_000;
}

/// <summary>Checks the settings by their annotations, in generated code.</summary>
[OptionsValidator]
internal sealed partial class RateLimitChecks : IValidateOptions<RateLimitOptions>;
