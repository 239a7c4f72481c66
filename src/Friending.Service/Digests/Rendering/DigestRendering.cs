using System.Globalization;
using Friending.Policy.Engine;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Friending.Service.Digests.Rendering;

/// <summary>
/// A digest as people read it. In English and Spanish; another language gets English. As JSON it is
/// <see cref="ServiceJson"/>'s.
/// </summary>
public sealed class DigestRendering(PolicyDecisionPoint policy, IOptions<PublicUrlOptions> publicUrl, IServiceProvider services,
    ILoggerFactory loggers)
{
    /// <summary>What the digest says, for renderings of other kinds.</summary>
    /// <param name="digest">The digest.</param>
    /// <param name="culture">The language, and how to write numbers and dates.</param>
    /// <exception cref="TimeZoneNotFoundException">The machine does not know the digest's time zone.</exception>
    public DigestContent Content(Digest digest, CultureInfo culture) =>
        DigestPhrasing.Phrase(digest, culture, policy.Document, publicUrl.Value.PublicUrl);

    /// <summary>A whole page, for mail clients: no script, no image, no style sheet from elsewhere.</summary>
    /// <inheritdoc cref="Content"/>
    public async Task<string> HtmlAsync(Digest digest, CultureInfo culture, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var parameters = ParameterView.FromDictionary(
            new Dictionary<string, object?> { [nameof(DigestMail.Content)] = Content(digest, culture) });
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<DigestMail>(parameters)).ToHtmlString());
    }

    /// <summary>Plain text, in lines of up to 76 columns.</summary>
    /// <inheritdoc cref="Content"/>
    public string Text(Digest digest, CultureInfo culture) => DigestText.Of(Content(digest, culture));

    /// <summary>
    /// Comma-separated values, one row a number: what is counted by, its value as decisions hold it, and in words; the number, the
    /// week before's and the organisation's. A number that is not told is written <c>fewer than 5</c> or <c>not shown</c> in the language.
    /// </summary>
    /// <inheritdoc cref="Content"/>
    public string Csv(Digest digest, CultureInfo culture) => DigestCsv.Of(digest, culture, policy.Document);
}
