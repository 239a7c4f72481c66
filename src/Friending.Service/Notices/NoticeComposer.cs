using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Friending.Service.Decisions;
using Friending.Service.Mail;
using Friending.Service.Reviews;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Friending.Service.Notices;

/// <summary>A notice as it is to be sent.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Recipients">The mail addresses that are told; none for a card.</param>
internal sealed record NoticeMessage(NoticeText Text, IReadOnlyList<string> Recipients);

/// <summary>
/// Says who is told what, when a notice is sent: by then a case may have been decided, withdrawn or erased. Nobody is told of their own
/// request as one of the team, and nobody of anything but the network and days.
/// </summary>
public sealed class NoticeComposer(
    DecisionStore decisions, ReviewList reviews, ReviewDeadline deadline, IOptions<NoticeOptions> options,
    IOptions<TimeZoneOptions> timeZone, IOptions<PublicUrlOptions> publicUrl, IOptions<SmtpOptions> smtp, TimeProvider time)
{
    private readonly NoticeOptions _options = options.Value;

    /// <summary>What is to be sent; nothing where nobody is to be told any more.</summary>
    internal async Task<IReadOnlyList<NoticeMessage>> ComposeAsync(Notice notice, CancellationToken cancellation)
    {
        if (notice.Kind == NoticeKind.Reminder)
            return await RemindAsync(notice, cancellation);
        if (await decisions.FindAsync(notice.Decision!.Value, cancellation) is not { Decision: var decision })
            return [];
        var waits = decision.Status == DecisionStatus.PendingReview;
        var itsCase = deadline.CaseOf(decision);
        var isMeant = notice.Kind switch
        {
            NoticeKind.Decided => decision.Status == DecisionStatus.Reviewed,
            NoticeKind.Asked => waits && itsCase.WaitsFor == CaseParty.Asker,
            NoticeKind.Overdue => waits && itsCase.DueAt <= time.GetUtcNow(),
            _ => waits,
        };
        if (!isMeant)
            return [];
        if (notice.Kind is NoticeKind.Asked or NoticeKind.Decided)
        {
            var link = Link($"/mine?decision={decision.Id}");
            var text = Words(decision.Language).ForAsker(notice.Kind, decision, link);
            return _options.AddressOf(decision.Staff.Id) is { } asker ? [new(text, [asker])] : [];
        }
        var told = Words(_options.Language).ForTeam(notice.Kind, itsCase.Appeal is not null, Line(decision, itsCase));
        return To(told, notice.Channel, RecipientsOf(notice.Kind, itsCase), decision);
    }

    /// <summary>The notice as a mail.</summary>
    internal MimeMessage MailOf(Notice notice, NoticeMessage message)
    {
        var from = MailboxAddress.Parse(smtp.Value.From!);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [notice.Key, .. message.Recipients])));
        return OutgoingMail.Of(
            $"notice.{Convert.ToHexStringLower(hash.AsSpan(0, 16))}@{from.Domain}", message.Text.Subject, time.GetUtcNow(),
            message.Text.Plain, message.Text.Html, message.Text.Language, message.Recipients.Select(MailboxAddress.Parse), smtp.Value);
    }

    private async Task<IReadOnlyList<NoticeMessage>> RemindAsync(Notice notice, CancellationToken cancellation)
    {
        var tomorrow = LocalClock.FirstMoment(notice.Day.AddDays(1).ToDateTime(TimeOnly.MinValue), timeZone.Value.FindZone());
        var due = new List<(Decision Decision, ReviewCase Case)>();
        var listed = reviews.PendingAsync(cancellation).Where(r => r.DueAt < tomorrow).OrderBy(r => r.DueAt).ThenBy(r => r.Id);
        await foreach (var review in listed.WithCancellation(cancellation))
            if (await decisions.FindAsync(review.Id, cancellation) is { Decision: { Status: DecisionStatus.PendingReview } decision })
                due.Add((decision, deadline.CaseOf(decision)));
        var now = time.GetUtcNow();
        var isAnyOverdue = due.Any(d => d.Case.DueAt <= now);
        var words = Words(_options.Language);
        if (notice.Channel == NoticeChannel.Card)
            return due.Count == 0 ? [] : [new(Told(due), [])];
        // One mail for all who may see the same cases.
        return
        [
            .. _options.Team.Concat(isAnyOverdue ? _options.Escalation : []).Distinct(StringComparer.OrdinalIgnoreCase)
                .Select(recipient => (Recipient: recipient, Cases: due.Where(d => !IsAsker(recipient, d.Decision)).ToList()))
                .Where(r => r.Cases.Count > 0)
                .GroupBy(r => string.Join('|', r.Cases.Select(c => c.Decision.Id)))
                .Select(g => new NoticeMessage(Told(g.First().Cases), [.. g.Select(r => r.Recipient)])),
        ];

        NoticeText Told(List<(Decision Decision, ReviewCase Case)> cases) => words.Reminder(
            [.. cases.Where(c => c.Case.DueAt <= now).Select(c => Line(c.Decision, c.Case))],
            [.. cases.Where(c => c.Case.DueAt > now).Select(c => Line(c.Decision, c.Case))],
            Link("/reviews"));
    }

    private IReadOnlyList<NoticeMessage> To(NoticeText text, NoticeChannel channel, IEnumerable<string> recipients, Decision about)
    {
        if (channel == NoticeChannel.Card)
            return [new(text, [])];
        List<string> told = [.. recipients.Distinct(StringComparer.OrdinalIgnoreCase).Where(r => !IsAsker(r, about))];
        return told.Count == 0 ? [] : [new(text, told)];
    }

    private IEnumerable<string> RecipientsOf(NoticeKind kind, ReviewCase itsCase) => kind switch
    {
        NoticeKind.Answered when _options.AddressOf(itsCase.Owner) is { } owner => [owner],
        NoticeKind.Overdue => _options.Team.Concat(_options.Escalation),
        _ => _options.Team,
    };

    private bool IsAsker(string recipient, Decision decision) =>
        recipient.Equals(_options.AddressOf(decision.Staff.Id), StringComparison.OrdinalIgnoreCase);

    private CaseLine Line(Decision decision, ReviewCase itsCase) => new(
        decision.Platform, decision.DecidedAt, itsCase.DueAt, itsCase.Owner is not null, Link($"/reviews?decision={decision.Id}"));

    private NoticeWords Words(string language) => new(CultureInfo.GetCultureInfo(language), timeZone.Value.FindZone());

    private Uri? Link(string path) =>
        string.IsNullOrEmpty(publicUrl.Value.PublicUrl) ? null : new(publicUrl.Value.PublicUrl.TrimEnd('/') + path);
}
