namespace Friending.Service.Retention;

/// <summary>Whom to erase.</summary>
public sealed record ErasureRequest
{
    /// <summary>Their staff id, in any case.</summary>
    public string? StaffId { get; init; }
}
