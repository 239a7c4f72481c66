using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Friending.Service.Storage;

/// <summary>Settings, section <c>Pseudonyms</c>: the key of <see cref="Pseudonyms"/>.</summary>
public sealed class PseudonymOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Pseudonyms";

    /// <summary>
    /// A secret of at least 32 characters, the same for every instance and for as long as decisions and backups are kept. Without it,
    /// erasures cannot be repeated after a restore, and hashes of decisions cannot be checked.
    /// </summary>
    [Required]
    [MinLength(32)]
    public string Key { get; set; } = "";
}

/// <summary>
/// Keyed hashes, HMAC-SHA256: the same text gives the same hash, and without the key nobody can find out by trying which text a hash is of.
/// Staff ids are few enough to try all of them against a hash without a key.
/// </summary>
public sealed class Pseudonyms(IOptions<PseudonymOptions> options)
{
    private readonly byte[] _key = Encoding.UTF8.GetBytes(options.Value.Key);

    /// <summary>The hash that stands for a person, however their staff id is written; 64 hex digits.</summary>
    public string OfStaff(string staffId) => HashOf($"staff\n{StaffIds.Key(staffId)}");

    /// <summary>The hash of a stored document; 64 hex digits.</summary>
    public string OfDocument(string document) => HashOf($"document\n{document}");

    private string HashOf(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
}
