namespace Friending.Service.Digests.Rendering;

/// <summary>
/// What a digest says, in a language: the same in a mail, as plain text and as a card. Every text is plain, none is markup.
/// </summary>
public sealed record DigestContent
{
    /// <summary>The language, a BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>What it is, with the week: the heading, and with <see cref="Audience"/> a mail's subject.</summary>
    public required string Title { get; init; }

    /// <summary>The days of the week.</summary>
    public required string Period { get; init; }

    /// <summary>Whom it is for, in words.</summary>
    public required string Audience { get; init; }

    /// <summary>What to do and to look at first, at most five lines.</summary>
    public required IReadOnlyList<DigestTask> First { get; init; }

    /// <summary>What happened, in sentences.</summary>
    public required IReadOnlyList<string> Sentences { get; init; }

    /// <summary>What the policy answered; null in a week without requests.</summary>
    public DigestTable? Outcomes { get; init; }

    /// <summary>The requests of eight weeks.</summary>
    public required DigestChart Trend { get; init; }

    /// <summary>What became of the requests that wait for a person.</summary>
    public required DigestLines Reviews { get; init; }

    /// <summary>What was permitted although the rule of thumb is no; null in a week without requests.</summary>
    public DigestLines? Exemptions { get; init; }

    /// <summary>The requests by everything but the outcome; empty in a week without requests.</summary>
    public required IReadOnlyList<DigestTable> Breakdowns { get; init; }

    /// <summary>The policies that decided, and messages that could not be handled; null where there is neither.</summary>
    public DigestLines? Background { get; init; }

    /// <summary>Why some numbers are not told; null where all are.</summary>
    public string? Footnote { get; init; }

    /// <summary>How the numbers came about.</summary>
    public required string Closing { get; init; }

    /// <summary>What the link says.</summary>
    public required string LinkText { get; init; }

    /// <summary>What the button says that shows the tables.</summary>
    public required string DetailsText { get; init; }

    /// <summary>What a channel says that shows only part of it.</summary>
    public required string ShortenedText { get; init; }

    /// <summary>The digest on the web; null where nobody knows the service's address.</summary>
    public Uri? Link { get; init; }
}

/// <summary>Something to do, or to look at.</summary>
/// <param name="Text">What, in a sentence.</param>
/// <param name="Link">Where; null where nobody knows the service's address.</param>
public sealed record DigestTask(string Text, Uri? Link);

/// <summary>Numbers with bars.</summary>
/// <param name="Heading">What they are.</param>
/// <param name="Columns">What the columns of a row are, in the order of <see cref="DigestBar"/>.</param>
/// <param name="Rows">The rows.</param>
public sealed record DigestTable(string Heading, DigestColumns Columns, IReadOnlyList<DigestBar> Rows);

/// <summary>What the columns of a <see cref="DigestTable"/> hold, in a word or two.</summary>
/// <param name="Figure">The number.</param>
/// <param name="Share">Its share of the week's requests.</param>
/// <param name="Change">The change from the week before.</param>
public sealed record DigestColumns(string Figure, string Share, string Change);

/// <summary>A row with a bar.</summary>
/// <param name="Label">What is counted.</param>
/// <param name="Figure">The number, or that it is not told.</param>
/// <param name="Share">Its share of the week's requests, in percent; null where it is not told.</param>
/// <param name="Change">The change from the week before; null where it is not told.</param>
/// <param name="Percent">How long its bar is, of 100; 0 where the number is not told.</param>
/// <param name="Tone">The bar's colour.</param>
public sealed record DigestBar(
    string Label, string Figure, string? Share, string? Change, int Percent, DigestTone Tone);

/// <summary>What a bar's colour stands for.</summary>
public enum DigestTone
{
    /// <summary>Nothing but a number.</summary>
    Plain,

    /// <summary>The most restrictive outcome.</summary>
    Deny,

    /// <summary>Another outcome that is not a yes.</summary>
    Discourage,

    /// <summary>A person decides.</summary>
    Review,

    /// <summary>A yes.</summary>
    Permit,
}

/// <summary>Weeks side by side.</summary>
/// <param name="Heading">What they show.</param>
/// <param name="Columns">The weeks, oldest first.</param>
public sealed record DigestChart(string Heading, IReadOnlyList<DigestColumn> Columns);

/// <summary>A week of a <see cref="DigestChart"/>.</summary>
/// <param name="Label">The week's Monday, short.</param>
/// <param name="Figure">The number, or that it is not told, short.</param>
/// <param name="Percent">How high its column is, of 100; 0 where the number is not told.</param>
/// <param name="IsThis">Whether it is the digest's own week.</param>
public sealed record DigestColumn(string Label, string Figure, int Percent, bool IsThis);

/// <summary>Names with values.</summary>
/// <param name="Heading">What they are.</param>
/// <param name="Lines">Each name with its value.</param>
public sealed record DigestLines(string Heading, IReadOnlyList<DigestLine> Lines);

/// <summary>A name with its value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="Detail">A word more on the value.</param>
public sealed record DigestLine(string Name, string Value, string? Detail = null);
