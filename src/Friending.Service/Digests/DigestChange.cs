namespace Friending.Service.Digests;

/// <summary>What changed most from the week before, of what is told: so it gives nothing away.</summary>
/// <param name="By">The dimension.</param>
/// <param name="Value">The value as decisions hold it.</param>
/// <param name="Requests">How many requests have it in the week.</param>
/// <param name="WeekBefore">How many in the week before.</param>
/// <param name="Fact">The fact's name; absent where the dimension is none.</param>
public sealed record DigestChange(
    DigestDimension By,
    string Value,
    int Requests,
    int WeekBefore,
    string? Fact = null)
{
    // Numbers of a week that counts nothing but chance differ by this many times the root of their sum in one of about twenty pairs.
    private const double Unlikely = 2;
    private const int Least = 5;

    // The first tell what was asked, the others who asked and where: of each the one that stands out most.
    private static readonly DigestDimension[][] s_groups =
    [
        [DigestDimension.Outcome, DigestDimension.Rule, DigestDimension.Fact],
        [DigestDimension.Platform, DigestDimension.Department, DigestDimension.StaffRole],
    ];

    /// <summary>The changes that a reader should look at, at most two.</summary>
    internal static IReadOnlyList<DigestChange> Of(IReadOnlyList<DigestBreakdown> breakdowns) =>
    [
        .. s_groups.Select(group => breakdowns.Where(b => group.Contains(b.By))
            .SelectMany(b => b.Rows.Where(r => r.Value != DigestRow.Others)
                .Where(r => r.Requests.Value is not null && r.WeekBefore.Value is not null)
                .Select(r => new DigestChange(b.By, r.Value, r.Requests.Value!.Value, r.WeekBefore.Value!.Value, b.Fact)))
            .Where(c => Math.Abs(c.Requests - c.WeekBefore) >= Least && c.Score >= Unlikely)
            .MaxBy(c => c.Score)).OfType<DigestChange>(),
    ];

    private double Score => Math.Abs(Requests - WeekBefore) / Math.Sqrt(Math.Max(1, Requests + WeekBefore));
}
