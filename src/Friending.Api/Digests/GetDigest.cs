using System.Globalization;
using System.Text;
using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Digests;
using Friending.Service.Digests.Rendering;
using Friending.Service.Digests.Sending;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>
/// GET /api/digests/{isoWeek}: a week in numbers, as the organisation or a department sees it: as JSON, as the page that is
/// mailed, as plain text or as CSV. The numbers are counted now, also of a week that is not over.
/// </summary>
internal static class GetDigest
{
    private static readonly string[] s_mediaTypes = [MediaTypes.Json, MediaTypes.Html, MediaTypes.Text, MediaTypes.Csv];

    internal static Operation Operation { get; } = new("GetDigest", HttpMethods.Get, "api/digests/{isoWeek}", Access.Only(Role.Audit), HandleAsync)
    {
        Summary = "Read the digest of a week",
        ResponseType = typeof(Digest),
        Parameters =
        [
            DigestRoute.Week,
            new(ParameterPlace.Query, DigestRoute.AudienceName, "For whom: `organisation`, or a department that has a digest; the organisation if absent.") { Example = Digest.Organisation },
            OperationParameter.AcceptLanguage,
        ],
        Responses =
        [
            new(200, "The digest."),
            new(404, "No digest is made for this audience, or the week has not begun."),
            new(406, "None of the media types that the caller accepts is offered."),
        ],
        OtherMediaTypes = [.. s_mediaTypes.Skip(1)],
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var request = call.Context.Request;
        if (MediaTypes.Choose(request, s_mediaTypes) is not { } mediaType)
            return MediaTypes.NotAcceptable(s_mediaTypes);
        var headers = call.Context.Response.Headers;
        headers.Vary = "Accept, Accept-Language";

        var parameters = new QueryParameters(request, DigestRoute.AudienceName);
        var name = parameters.Text(DigestRoute.AudienceName, 100) ?? Digest.Organisation;
        var (week, refused) = DigestRoute.WeekOf(call);
        if ((refused ?? parameters.Refused) is { } wrong)
            return wrong;
        if (DigestRoute.AudienceOf(call, name) is not { } audience)
            return DigestRoute.NoSuchAudience;
        if (week > call.Get<DigestSchedule>().ThisWeek)
            return Problems.NotFound("That week has not begun.");

        var digest = (await call.Get<DigestComposer>().ComposeAsync(week, [audience], call.Aborted))[0];
        if (mediaType == MediaTypes.Json)
            return TypedResults.Json(digest, ServiceJson.Web.Digest);
        var language = Languages.Of(request, call.Get<PolicyDecisionPoint>().Document);
        var culture = CultureInfo.GetCultureInfo(language);
        var rendering = call.Get<DigestRendering>();
        headers.ContentLanguage = language;
        if (mediaType == MediaTypes.Csv)
            headers.ContentDisposition = $"attachment; filename=\"digest-{week}.csv\"";
        // It is laid out for mail: styles in its elements, and nothing to run or to fetch.
        if (mediaType == MediaTypes.Html)
            headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        var text = mediaType switch
        {
            MediaTypes.Html => await rendering.HtmlAsync(digest, culture, call.Aborted),
            MediaTypes.Text => rendering.Text(digest, culture),
            _ => rendering.Csv(digest, culture),
        };
        return TypedResults.Text(text, mediaType, Encoding.UTF8);
    }
}
