namespace Friending.Service.Digests.Privacy;

/// <summary>What requests are told apart by.</summary>
/// <param name="By">The dimension.</param>
/// <param name="Fact">The fact, where the dimension is one.</param>
internal readonly record struct Breakdown(DigestDimension By, string? Fact = null);
