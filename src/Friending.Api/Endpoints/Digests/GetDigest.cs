using System.ComponentModel.DataAnnotations;
using System.Text;
using Friending.Api.Pipeline.OpenApi;
using Friending.Service;
using Friending.Service.Digests;
using Friending.Service.Digests.Rendering;
using Friending.Service.Digests.Sending;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Friending.Api.Endpoints.Digests;

/// <summary>GET /api/digests/{isoWeek}: a week in numbers, as the organisation or a department sees it.</summary>
internal static class GetDigest
{
    private static readonly string[] s_mediaTypes = [MediaTypes.Json, MediaTypes.Html, MediaTypes.Text, MediaTypes.Csv];

    internal static void Map(IEndpointRouteBuilder group) => group.MapGet("/api/digests/{isoWeek}", HandleAsync)
        .WithName(nameof(GetDigest))
        .RequireAuthorization(Callers.Only(Role.Audit))
        .Answers<Digest>(200)
        .AnswersAlsoAs(MediaTypes.Html, MediaTypes.Text, MediaTypes.Csv)
        .Refuses(404, 406);

    /// <summary>Read the digest of a week</summary>
    /// <remarks>
    /// A week in numbers, as the organisation or a department sees it: as JSON, as the page that is mailed, as plain text or as CSV.
    /// The numbers are counted now, also of a week that is not over.
    /// </remarks>
    /// <param name="isoWeek">The ISO 8601 week, in the organisation's time zone.</param>
    /// <param name="audience">For whom: `organisation`, or a department that has a digest; the organisation if absent.</param>
    /// <response code="200">The digest.</response>
    /// <response code="404">No digest is made for this audience, or the week has not begun.</response>
    /// <response code="406">None of the media types that the caller accepts is offered.</response>
    internal static async Task<IResult> HandleAsync(
        HttpContext context,
        [Example(DigestRoute.ExampleWeek)] string isoWeek,
        [FromQuery, MaxLength(100), Example(Digest.Organisation)] string? audience,
        AnswerLanguage language,
        IOptions<DigestOptions> options,
        DigestSchedule schedule,
        DigestComposer composer,
        DigestRendering rendering)
    {
        if (MediaTypes.Choose(context.Request, s_mediaTypes) is not { } mediaType)
            return MediaTypes.NotAcceptable(s_mediaTypes);
        var headers = context.Response.Headers;
        headers.Vary = "Accept, Accept-Language";
        if (!IsoWeek.TryParse(isoWeek, out var week))
            return DigestRoute.NoWeek;
        if (DigestRoute.AudienceOf(options.Value, audience ?? Digest.Organisation) is not { } readers)
            return DigestRoute.NoSuchAudience;
        if (week > schedule.ThisWeek)
            return Problems.NotFound("That week has not begun.");

        var digest = (await composer.ComposeAsync(week, [readers], context.RequestAborted))[0];
        if (mediaType == MediaTypes.Json)
            return TypedResults.Json(digest, ServiceJson.Web.Digest);
        headers.ContentLanguage = language.Tag;
        if (mediaType == MediaTypes.Csv)
            headers.ContentDisposition = $"attachment; filename=\"digest-{week}.csv\"";
        // It is laid out for mail: styles in its elements, and nothing to run or to fetch.
        if (mediaType == MediaTypes.Html)
            headers.ContentSecurityPolicy =
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        var text = mediaType switch
        {
            MediaTypes.Html => await rendering.HtmlAsync(digest, language.Culture, context.RequestAborted),
            MediaTypes.Text => rendering.Text(digest, language.Culture),
            _ => rendering.Csv(digest, language.Culture),
        };
        return TypedResults.Text(text, mediaType, Encoding.UTF8);
    }
}
