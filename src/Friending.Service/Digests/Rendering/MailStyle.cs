namespace Friending.Service.Digests.Rendering;

/// <summary>
/// The inline styles of a mail: many clients drop style sheets, none drops these. They hold the colours for light; where a
/// client knows dark, the classes of <see cref="DigestMail"/>'s style sheet put others over them.
/// </summary>
internal static class MailStyle
{
    /// <summary>The letters of everything; not on each element, or the mail grows by half.</summary>
    internal const string Fonts = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;";

    internal const string Page = "margin:0;padding:0;width:100%;background-color:#eef1f3;";
    internal const string Card = "width:100%;max-width:640px;background-color:#ffffff;border-radius:12px;";
    internal const string Unseen =
        "mso-hide:all;display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#eef1f3;";

    internal const string Audience = "margin:0 0 4px;font-size:13px;line-height:18px;font-weight:600;letter-spacing:.02em;color:#1f6f8b;";
    internal const string Title = "margin:0;font-size:24px;line-height:30px;font-weight:700;color:#1c2730;";
    internal const string Period = "margin:2px 0 0;font-size:14px;line-height:20px;color:#566470;";
    internal const string Task = "margin:8px 0 0;font-size:16px;line-height:22px;font-weight:600;color:#1c2730;";
    internal const string TaskLink = "color:#1f6f8b;text-decoration:underline;";
    internal const string Lead = "margin:16px 0 0;font-size:18px;line-height:26px;font-weight:600;color:#1c2730;";
    internal const string Sentence = "margin:8px 0 0;font-size:16px;line-height:24px;color:#1c2730;";
    internal const string Heading = "margin:0;font-size:16px;line-height:22px;font-weight:700;color:#1c2730;";
    internal const string Hint = "margin:2px 0 0;font-size:12px;line-height:17px;color:#566470;";
    internal const string Small = "margin:0 0 10px;font-size:12px;line-height:18px;color:#566470;";

    internal const string Label =
        "padding:0 12px 0 0;font-size:15px;line-height:21px;text-align:left;color:#1c2730;overflow-wrap:anywhere;";
    internal const string Figures = "padding:0;font-size:15px;line-height:21px;text-align:right;white-space:nowrap;color:#1c2730;";
    internal const string SmallLabel =
        "padding:5px 10px 5px 0;font-size:14px;line-height:19px;text-align:left;font-weight:400;color:#1c2730;overflow-wrap:anywhere;";
    internal const string SmallFigures = "padding:5px 0 5px 10px;font-size:14px;line-height:19px;text-align:right;color:#1c2730;";
    internal const string WideLabel =
        "padding:0 10px 0 0;font-size:14px;line-height:19px;text-align:left;color:#1c2730;overflow-wrap:anywhere;";
    internal const string WideFigures = "padding:0;font-size:14px;line-height:19px;text-align:right;white-space:nowrap;color:#1c2730;";
    internal const string Beside = "font-size:13px;font-weight:400;white-space:nowrap;color:#566470;";
    internal const string Bold = "font-weight:700;";
    internal const string Strong = Bold + "white-space:nowrap;";

    internal const string ColumnFigure = "padding:0 0 4px;font-size:12px;line-height:16px;text-align:center;color:#1c2730;";
    internal const string ColumnLabel = "padding:6px 0 0;font-size:11px;line-height:14px;text-align:center;color:#566470;";

    internal const string Button =
        "display:inline-block;padding:11px "
            + "20px;font-size:15px;line-height:20px;font-weight:600;text-decoration:none;"
            + "color:#ffffff;background-color:#1f6f8b;border-radius:8px;";

    internal const string Track = "background-color:#e7ebee;";

    /// <summary>
    /// Around the card, for Outlook on Windows only: it renders with Word, which does not support a maximum width.
    /// Source: https://learn.microsoft.com/previous-versions/office/developer/office-2007/aa338201(v=office.12)
    /// </summary>
    internal const string OutlookStart =
        "<!--[if mso]><table role=\"presentation\" width=\"640\" align=\"center\" cellpadding=\"0\" cellspacing=\"0\" "
            + "border=\"0\"><tr><td><![endif]-->";

    /// <summary>The end of <see cref="OutlookStart"/>.</summary>
    internal const string OutlookEnd = "<!--[if mso]></td></tr></table><![endif]-->";

    /// <summary>A bar's colour.</summary>
    internal static string Colour(DigestTone tone) => tone switch
    {
        DigestTone.Deny => "#b5443a",
        DigestTone.Discourage => "#df9440",
        DigestTone.Review => "#7c5bb0",
        DigestTone.Permit => "#2f8f67",
        _ => "#1f6f8b",
    };

    /// <summary>A bar in its colour; the border stays where backgrounds are left out.</summary>
    internal static string Fill(DigestTone tone) => Fill(Colour(tone));

    /// <inheritdoc cref="Fill(DigestTone)"/>
    internal static string Fill(string colour) => $"background-color:{colour};border:1px solid {colour};";

    /// <summary>The class that puts the colour for dark over it.</summary>
    internal static string FillClass(DigestTone tone) => "f-" + tone.ToString().ToLowerInvariant();
}
