using System.ComponentModel.DataAnnotations;

namespace Friending.Api;

/// <summary>Settings, section <c>Keys</c>: the keys that programs call with, by name.</summary>
public sealed class KeysOptions : Dictionary<string, KeyOptions>
{
    /// <summary>The section's name.</summary>
    public const string Section = "Keys";

    /// <summary>A key by its name.</summary>
    public KeysOptions()
        : base(StringComparer.OrdinalIgnoreCase)
    {
    }

    /// <summary>What is wrong with the settings, by key; null if nothing.</summary>
    public string? Problem()
    {
        foreach (var (name, key) in this)
        {
            var results = new List<ValidationResult>();
            if (!Validator.TryValidateObject(key, new(key), results, validateAllProperties: true))
                return $"Keys:{name}: {string.Join(" ", results.Select(r => r.ErrorMessage))}";
        }
        return null;
    }
}

/// <summary>One key.</summary>
public sealed class KeyOptions
{
    /// <summary>SHA-256 of the key's UTF-8 bytes, 64 hex digits. The key itself is stored nowhere.</summary>
    [Required, RegularExpression("^[0-9A-Fa-f]{64}$", ErrorMessage = "Sha256 must be 64 hex digits.")]
    public string Sha256 { get; set; } = "";

    /// <summary>What the key's holder may do.</summary>
    [MinLength(1, ErrorMessage = "At least one role is needed.")]
    public IList<Role> Roles { get; } = [];

    /// <summary>Whether the key works only from the machine itself, as the local host's does.</summary>
    public bool LoopbackOnly { get; set; }
}
