using System.ComponentModel.DataAnnotations;
using Friending.Service.Languages;
using Friending.Service.Requests;
using MimeKit;

namespace Friending.Service.Notices;

/// <summary>Settings, section <c>Notices</c>: who is told by mail what becomes of a case.</summary>
public sealed class NoticeOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Notices";

    private const string IdPlace = "{id}";

    /// <summary>Whether anybody is told. It needs a way to send mail (`Smtp__Host`, or `Mail__Transport`).</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// The mail address of who asked, with `{id}` for their staff id, such as `{id}@example.org`. A staff id that is an address is one
    /// without it. Absent: only those whose staff id is an address are told.
    /// </summary>
    public string? StaffAddress { get; set; }

    /// <summary>
    /// The mail addresses of the team that reviews: told when a case arrives or is overdue, and every working day what is due.
    /// </summary>
    public IList<string> Team { get; } = [];

    /// <summary>The mail addresses that are told, besides the team, when a case is overdue, and every working day while one is.</summary>
    public IList<string> Escalation { get; } = [];

    /// <summary>Whether the team is told by a card too, through the workflow of `Teams__Webhook`.</summary>
    public bool TeamsCard { get; set; }

    /// <summary>The language in which the team is told: `en` or `es`. Whoever asked is told in the language of their request.</summary>
    public string Language { get; set; } = "en";

    /// <summary>
    /// The hour of a working day, 0 to 23, from which on the team is reminded of what is due, by the organisation's clocks.
    /// </summary>
    [Range(0, 23)]
    public int ReminderHour { get; set; } = 8;

    /// <summary>How somebody who asks learns what becomes of it.</summary>
    public ToldBy Tells(string? staffId) => Enabled && AddressOf(staffId) is not null ? ToldBy.Mail : ToldBy.Page;

    /// <summary>The mail address of somebody who asked; null if nobody knows one.</summary>
    internal string? AddressOf(string? staffId)
    {
        if (string.IsNullOrEmpty(staffId) || staffId == StaffIds.Erased)
            return null;
        var address = IsAddress(staffId) ? staffId : StaffAddress?.Replace(IdPlace, staffId, StringComparison.Ordinal);
        return address is not null && IsAddress(address) ? address : null;
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(StaffAddress)
            && !(StaffAddress.Contains(IdPlace, StringComparison.Ordinal)
                && IsAddress(StaffAddress.Replace(IdPlace, "rn-1042", StringComparison.Ordinal))))
        {
            yield return new(
                "Notices:StaffAddress must be a mail address with {id} in it, such as {id}@example.org.", [nameof(StaffAddress)]);
        }
        foreach (var (name, addresses) in new[] { (nameof(Team), Team), (nameof(Escalation), Escalation) })
            foreach (var (i, address) in addresses.Index())
                if (!IsAddress(address))
                    yield return new(
                        FormattableString.Invariant($"{Section}:{name}:{i} must be a mail address, such as team@example.org."), [name]);
        if (!Words.Languages.Contains(Language))
            yield return new($"Notices:Language must be {string.Join(" or ", Words.Languages)}.", [nameof(Language)]);
    }

    // A bare address, nothing beside it: an id comes from whoever asks.
    private static bool IsAddress(string text) =>
        MailboxAddress.TryParse(text, out var parsed) && parsed.Address == text && parsed.Domain.Length > 0;
}
