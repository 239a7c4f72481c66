namespace Friending.Service.Decisions;

/// <summary>The other party, told only by how they relate to the organisation and the staff member.</summary>
public sealed record OtherParty
{
    /// <summary>The policy's fact <c>patient</c>: <c>current</c>, <c>former</c>, <c>family</c>,
    /// <c>former-family</c> or <c>no</c>.</summary>
    public string? Patient { get; init; }

    /// <summary>The policy's fact <c>colleague</c>: <c>reports-to-me</c>, <c>manages-me</c>, <c>peer</c> or <c>no</c>.</summary>
    public string? Colleague { get; init; }

    /// <summary>An opaque reference of the caller's own, 1 to 64 of <c>A-Za-z0-9_-</c>.</summary>
    public string? Reference { get; init; }
}
