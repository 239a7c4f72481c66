using Friending.Api.Pipeline.OpenApi;

namespace Friending.Api.Pages;

/// <summary>
/// The pages that people use, and the files they are made of. They hold no data: that comes from the other operations, with the
/// reader's token.
/// </summary>
internal static class PageEndpoints
{
    // Nothing inline, nothing from elsewhere, and no text ever taken for markup.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    internal static void Map(IEndpointRouteBuilder group)
    {
        MapPage("AskPage", "/", "ask.html", "Open the page that asks and answers");
        MapPage("MinePage", "/mine", "mine.html", "Open the page of one's own requests");
        MapPage("ReviewsPage", "/reviews", "reviews.html", "Open the page for reviewers");
        MapPage("DecisionsPage", "/decisions", "decisions.html", "Open the page for auditors");
        MapPage("DigestsPage", "/digests", "digests.html", "Open the page of weekly digests");
        MapPage("PolicyPage", "/policy", "policy.html", "Open the page of the policy in force");
        MapPage("AdminPage", "/admin", "admin.html", "Open the page for administrators");
        group.MapGet($"/{PageFiles.Folder}/{{version}}/{{file}}", HandleFile)
            .WithName("PageFile")
            .AllowAnonymous()
            .AnswersOnlyAs("text/css", "text/javascript", "image/svg+xml")
            .AnswersNothing(304);

        Embed(group.MapGet($"/embed/{EmbedScript.Name}", HandleEmbed), "EmbedScript");
        Embed(group.MapGet($"/embed/{{version}}/{EmbedScript.Name}", HandleVersionedEmbed), "EmbedScriptOfVersion");

        static void Embed(RouteHandlerBuilder endpoint, string name) => endpoint
            .WithName(name)
            .AllowAnonymous()
            // It holds no data. What it calls has the origins of the settings.
            .RequireCors(policy => policy.AllowAnyOrigin())
            .AnswersOnlyAs("text/javascript")
            .AnswersNothing(304);

        void MapPage(string name, string route, string file, string summary) =>
            group.MapGet(route, (HttpContext context, IfNoneMatch ifNoneMatch) => HandlePage(context, ifNoneMatch, file))
                .WithName(name)
                .WithSummary(summary)
                .WithDescription("What a person opens in a browser. It holds no data.")
                .AllowAnonymous()
                .AnswersOnlyAs(MediaTypes.Html)
                .AnswersNothing(304);
    }

    private static IResult HandlePage(HttpContext context, IfNoneMatch ifNoneMatch, string file)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Kept, but asked for each time: it names the version of everything else.
        headers.CacheControl = "no-cache";
        return PageFiles.All[file].Answer(context, ifNoneMatch);
    }

    /// <summary>Read a file that a page is made of</summary>
    /// <remarks>Its address changes with its content, so that a browser may keep it.</remarks>
    /// <param name="version">The version of all files, as pages name it.</param>
    /// <param name="file">The file's name.</param>
    /// <response code="200">The file.</response>
    /// <response code="304">The caller has this version already.</response>
    internal static IResult HandleFile(
        HttpContext context, [Example("0123456789ab")] string version, [Example("friending.css")] string file, IfNoneMatch ifNoneMatch)
    {
        if (!PageFiles.All.TryGetValue(file, out var found) || file.EndsWith(".html", StringComparison.Ordinal))
            return Problems.NotFound("There is no such file.");
        // While instances are being replaced, one may be asked for the files of another; what it has instead is not kept.
        if (version == PageFiles.Version)
            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return found.Answer(context, ifNoneMatch);
    }

    /// <summary>Read the element that asks, for pages of other origins</summary>
    /// <remarks>One script that defines `friending-ask`. This address always has the present version; no page can pin its hash.</remarks>
    /// <response code="200">The script.</response>
    /// <response code="304">The caller has this version already.</response>
    internal static IResult HandleEmbed(HttpContext context, IfNoneMatch ifNoneMatch)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return AnswerEmbed(context, ifNoneMatch);
    }

    /// <summary>Read one version of the element that asks</summary>
    /// <remarks>For pages that pin the script's hash: another version is not answered in its place.</remarks>
    /// <param name="version">The first twelve digits of the script's SHA-256.</param>
    /// <response code="200">The script.</response>
    /// <response code="304">The caller has this version already.</response>
    internal static IResult HandleVersionedEmbed(HttpContext context, [Example("0123456789ab")] string version, IfNoneMatch ifNoneMatch)
    {
        if (version != PageFiles.Embed.Hash[..12])
            return Problems.NotFound("There is no such version of the script; /embed/friending-ask.js is the present one.");
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return AnswerEmbed(context, ifNoneMatch);
    }

    private static IResult AnswerEmbed(HttpContext context, IfNoneMatch ifNoneMatch)
    {
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return PageFiles.Embed.Answer(context, ifNoneMatch);
    }
}
