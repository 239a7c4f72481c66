using System.ComponentModel.DataAnnotations;

namespace Friending.Service.Storage;

/// <summary>Settings, section <c>Storage</c>: where decisions are kept. One of connection string and account name is required.</summary>
public sealed class StorageOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>A connection string: for emulators, or where managed identity is not available.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The storage account's name, reached with the app's managed identity.</summary>
    public string? AccountName { get; set; }

    /// <summary>What follows the account's name and the service in its addresses; sovereign clouds have other
    /// suffixes than the public one.</summary>
    public string EndpointSuffix { get; set; } = "core.windows.net";

    /// <summary>The client id of a user-assigned managed identity; absent: the system-assigned one.</summary>
    public string? ClientId { get; set; }

    /// <summary>How many partitions a reading of a time range reads at once.</summary>
    [Range(1, 64)]
    public int ScanParallelism { get; set; } = 8;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Uri.CheckHostName(EndpointSuffix) is not UriHostNameType.Dns)
            yield return new("Storage:EndpointSuffix must be a domain name, such as core.windows.net.", [nameof(EndpointSuffix)]);
        if (string.IsNullOrWhiteSpace(ConnectionString) == string.IsNullOrWhiteSpace(AccountName))
            yield return new("Set either Storage:ConnectionString or Storage:AccountName.",
                [nameof(ConnectionString), nameof(AccountName)]);
    }
}
