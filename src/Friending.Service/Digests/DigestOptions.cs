using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Friending.Service.Languages;

namespace Friending.Service.Digests;

/// <summary>Settings, section <c>Digests</c>: when the weekly digest goes out, and to whom.</summary>
public sealed class DigestOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Digests";

    /// <summary>The day of the week on which the digest of the week before is due.</summary>
    public DayOfWeek Day { get; set; } = DayOfWeek.Monday;

    /// <summary>The hour of that day, 0 to 23, by the organisation's clocks (`Friending__TimeZone`).</summary>
    [Range(0, 23)]
    public int Hour { get; set; } = 7;

    /// <summary>The mail addresses that get the whole organisation's digest.</summary>
    public IList<string> Recipients { get; } = [];

    /// <summary>
    /// The departments that get a digest of their own: each with `Name`, as requests state it, and the mail addresses `Recipients__N`.
    /// </summary>
    public IList<DepartmentDigestOptions> Departments { get; } = [];

    /// <summary>Numbers about fewer different people than this are hidden from a digest's readers; 1 hides nothing.</summary>
    [Range(1, 1000)]
    public int Threshold { get; set; } = 5;

    /// <summary>The language of digests that are sent: `en` or `es`.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Whom there is a digest for: the organisation first, then the departments as they are listed.</summary>
    public IReadOnlyList<DigestAudience> Audiences() =>
    [
        new(Digest.Organisation, null, [.. Recipients], CultureInfo.GetCultureInfo(Language)),
        .. Departments.Select(d => new DigestAudience(d.Name, d.Name, [.. d.Recipients], CultureInfo.GetCultureInfo(Language))),
    ];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Enum.IsDefined(Day))
            yield return new("Digests:Day must be a day of the week.", [nameof(Day)]);
        if (Threshold == 2)
            yield return new("Digests:Threshold must not be 2: fewer than 2 is 1.", [nameof(Threshold)]);
        if (!Words.Languages.Contains(Language))
            yield return new($"Digests:Language must be {string.Join(" or ", Words.Languages)}.", [nameof(Language)]);
        if (Departments.Any(d => string.IsNullOrWhiteSpace(d.Name)))
            yield return new("Each of Digests:Departments needs a Name.", [nameof(Departments)]);
        if (Departments.Any(d => d.Name == Digest.Organisation) || Departments.DistinctBy(d => d.Name).Count() != Departments.Count)
            yield return new($"No two of Digests:Departments may have the same Name, and none may be called {Digest.Organisation}.",
                [nameof(Departments)]);
        if (Recipients.Concat(Departments.SelectMany(d => d.Recipients)).Any(string.IsNullOrWhiteSpace))
            yield return new("A recipient of Digests is empty.", [nameof(Recipients)]);
    }
}

/// <summary>A department with a digest of its own.</summary>
public sealed class DepartmentDigestOptions
{
    /// <summary>Its name, exactly as requests state it.</summary>
    public string Name { get; set; } = "";

    /// <summary>The mail addresses that get its digest.</summary>
    public IList<string> Recipients { get; } = [];
}
