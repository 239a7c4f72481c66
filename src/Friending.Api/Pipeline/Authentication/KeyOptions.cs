using System.Globalization;
using Microsoft.Extensions.Options;

namespace Friending.Api.Pipeline.Authentication;

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

    /// <summary>What is wrong with the settings: the first key that is not valid, and why; null if nothing.</summary>
    public string? Problem() =>
        this.Select(key => key.Value.Problem() is { } why ? $"{Section}:{key.Key}: {why}" : null).FirstOrDefault(p => p is not null);
}

/// <summary>One key.</summary>
public sealed class KeyOptions
{
    private const int HashLength = 64;

    /// <summary>
    /// SHA-256 of the key's UTF-8 bytes, 64 hex digits. The key itself is stored nowhere. While a key is replaced, the hashes of
    /// the new and the old one, separated by a comma: both are good.
    /// </summary>
    public string Sha256 { get; set; } = "";

    /// <summary>What the key's holder may do: <c>Submit</c>, <c>Review</c>, <c>Audit</c>, <c>Admin</c>.</summary>
    public IList<string> Roles { get; } = [];

    /// <summary>Expiry of the key: an ISO 8601 date and time with its offset, such as <c>2027-06-30T00:00:00Z</c>. Absent: never.</summary>
    public string? Expires { get; set; }

    /// <summary>Whether the key works only from the machine itself, as the local host's does.</summary>
    public bool LoopbackOnly { get; set; }

    /// <summary>The hashes, as bytes.</summary>
    internal IEnumerable<byte[]> Hashes => Sha256.Split(',', StringSplitOptions.TrimEntries).Select(Convert.FromHexString);

    /// <summary>Expiry of the key; null: never.</summary>
    internal DateTimeOffset? ExpiresAt => ExpiryOf(Expires);

    /// <summary>What is wrong with the settings of this key; null if nothing.</summary>
    internal string? Problem()
    {
        if (!Sha256.Split(',', StringSplitOptions.TrimEntries).All(h => h.Length == HashLength && h.All(char.IsAsciiHexDigit)))
            return "Sha256 must be 64 hex digits, or several hashes separated by commas.";
        if (Roles.Count == 0)
            return "At least one role is needed.";
        // By its very name: the configuration system would take 3, and "Review,Audit", for Admin.
        if (Roles.FirstOrDefault(r => !Enum.GetNames<Role>().Contains(r)) is { } unknown)
            return $"The role {unknown} is not one of {string.Join(", ", Enum.GetNames<Role>())}.";
        if (!string.IsNullOrEmpty(Expires) && ExpiresAt is null)
            return "Expires must be a date and time with its offset, such as 2027-06-30T00:00:00Z.";
        return null;
    }

    private static DateTimeOffset? ExpiryOf(string? text) =>
        DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var expiry)
            && (text!.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
            ? expiry
            : null;
}

/// <summary>Stops the start for a key that is not valid, and says which.</summary>
internal sealed class KeysValidation : IValidateOptions<KeysOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KeysOptions options) =>
        options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
}
