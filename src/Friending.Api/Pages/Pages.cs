using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Friending.Api;

/// <summary>The pages that people use, and the files they are made of. They hold no data: that comes from the other operations, with the reader's token.</summary>
internal static class Pages
{
    // Nothing inline, nothing from elsewhere, and no text ever taken for markup.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

    private static readonly OperationResponse[] s_responses =
    [
        new(200, "The file.") { Headers = ["ETag"] },
        new(304, "The caller has this version already."),
    ];

    internal static Operation Ask { get; } = Page("AskPage", "", "ask.html", "Open the page that asks and answers");

    internal static Operation Reviews { get; } = Page("ReviewsPage", "reviews", "reviews.html", "Open the page for reviewers");

    internal static Operation Digests { get; } = Page("DigestsPage", "digests", "digests.html", "Open the page of weekly digests");

    internal static Operation Policy { get; } = Page("PolicyPage", "policy", "policy.html", "Open the page of the policy in force");

    internal static Operation File { get; } = new("PageFile", HttpMethods.Get, PageFiles.Folder + "/{version}/{file}", Access.Open, HandleFile)
    {
        Summary = "Read a file that a page is made of",
        Parameters =
        [
            new(ParameterPlace.Path, "version", "The version of all files, as pages name it.") { Example = "0123456789ab" },
            new(ParameterPlace.Path, "file", "The file's name.") { Example = "friending.css" },
            OperationParameter.IfNoneMatch,
        ],
        Responses = s_responses,
        OtherMediaTypes = ["text/css", "text/javascript", "image/svg+xml"],
    };

    private static Operation Page(string name, string route, string file, string summary) => new(name, HttpMethods.Get, route, Access.Open, call => HandlePage(call, file))
    {
        Summary = summary,
        Parameters = [OperationParameter.IfNoneMatch],
        Responses = s_responses,
        OtherMediaTypes = ["text/html"],
    };

    private static Task<IResult> HandlePage(Call call, string file)
    {
        var headers = call.Context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Kept, but asked for each time: it names the version of everything else.
        headers.CacheControl = "no-cache";
        return Task.FromResult(Answer(call.Context, PageFiles.All[file]));
    }

    private static Task<IResult> HandleFile(Call call)
    {
        var name = call.Route("file");
        if (!PageFiles.All.TryGetValue(name, out var file) || name.EndsWith(".html", StringComparison.Ordinal))
            return Task.FromResult(Problems.NotFound("There is no such file."));
        // While instances are being replaced, one may be asked for the files of another; what it has instead is not kept.
        if (call.Route("version") == PageFiles.Version)
            call.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Task.FromResult(Answer(call.Context, file));
    }

    private static IResult Answer(HttpContext context, PageFile file)
    {
        var compressed = context.Request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && e.Quality is not 0);
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (EntityTags.IsNotModified(context, compressed ? file.Hash + "-br" : file.Hash))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        if (compressed)
            context.Response.Headers.ContentEncoding = "br";
        return TypedResults.Bytes(compressed ? file.Compressed : file.Content, file.MediaType);
    }
}
