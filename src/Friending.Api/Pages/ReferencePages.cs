using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.Api.Pipeline.OpenApi;

namespace Friending.Api.Pages;

/// <summary>Pages for people who write programs: the reference of the operations, made from the OpenAPI
/// document, and the problems.</summary>
internal static partial class ReferencePages
{
    internal static void Map(IEndpointRouteBuilder group)
    {
        Open(group.MapGet("/docs", HandleDocsAsync), "DocsPage");
        Open(group.MapGet("/problems", HandleProblems), "ProblemsPage");
        Open(group.MapGet("/problems/{type}", HandleProblem), "ProblemPage");

        static void Open(RouteHandlerBuilder endpoint, string name) =>
            endpoint.WithName(name).AllowAnonymous().AnswersOnlyAs(MediaTypes.Html);
    }

    /// <summary>Open the reference of the operations</summary>
    /// <remarks>Made from the OpenAPI document, for people.</remarks>
    /// <response code="200">The page.</response>
    internal static async Task<IResult> HandleDocsAsync(HttpContext context, OpenApiFile file)
    {
        using var document = JsonDocument.Parse(await file.ReadAsync());
        return Page(context, "The operations", Reference(document.RootElement));
    }

    /// <summary>Open the list of the kinds of problems</summary>
    /// <remarks>Each problem's `type` is the address of a page here.</remarks>
    /// <response code="200">The page.</response>
    internal static IResult HandleProblems(HttpContext context) => Page(context, "Problems", new StringBuilder()
        .Append("<ul>").AppendJoin("",
            ProblemTypes.All.Select(p => $"<li><a href=\"/problems/{p.Name}\"><code>{p.Name}</code></a>: {E(p.Meaning)}</li>"))
        .Append("</ul>").ToString());

    /// <summary>Open the page of a kind of problem</summary>
    /// <remarks>What it means, and what a caller can do.</remarks>
    /// <param name="type">The last part of a problem's `type`.</param>
    /// <response code="200">The page.</response>
    internal static IResult HandleProblem(HttpContext context, [Example("incomplete")] string type) =>
        ProblemTypes.All.FirstOrDefault(p => p.Name == type) is not { } problem ? TypedResults.NotFound()
            : Page(context, problem.Name, $"""
                <p>HTTP status: {E(problem.Statuses)}</p>
                <h2>What happened</h2><p>{E(problem.Meaning)}</p>
                <h2>What to do</h2><p>{E(problem.Remedy)}</p>
                <p><a href="/problems">All problems</a> · <a href="/docs">The operations</a></p>
                """);

    /// <summary>Whether a person followed a link or typed an address that leads nowhere, so that a page says it.</summary>
    internal static bool IsWrongAddress(HttpContext context) =>
        context.Response.StatusCode == StatusCodes.Status404NotFound
            && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            && !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            && MediaTypes.Choose(context.Request, MediaTypes.Problem, MediaTypes.Html) == MediaTypes.Html;

    /// <summary>The page of an address where nothing is, with the status 404.</summary>
    internal static IResult NotFound(HttpContext context) => Page(context, "There is no such page", """
        <p>The address may be mistyped, or the link may be old.</p>
        <p lang="es">No existe esta página: la dirección puede tener un error, o el enlace puede ser antiguo.</p>
        <p><a class="button primary" href="/">Friending</a></p>
        """);

    private static string Reference(JsonElement document)
    {
        var html = new StringBuilder($"""
            <p>Version {E(document.GetProperty("info").GetProperty("version").GetString())}. The same for programs:
            <a href="/openapi.json">openapi.json</a>. What goes wrong: <a href="/problems">problems</a>.</p>
            """);
        var operations = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()
                .Where(m => m.Value.ValueKind == JsonValueKind.Object && m.Value.TryGetProperty("operationId", out _))
                .Select(m => (Path: path.Name, Method: m.Name.ToUpperInvariant(), Operation: m.Value)))
            .GroupBy(o => o.Operation.TryGetProperty("tags", out var tags) ? tags[0].GetString() : "");
        foreach (var group in operations)
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{E(group.Key)}</h2>");
            foreach (var (path, method, operation) in group)
                Append(html, path, method, operation);
        }
        return html.ToString();
    }

    private static void Append(StringBuilder html, string path, string method, JsonElement operation)
    {
        var id = operation.GetProperty("operationId").GetString();
        html.Append(CultureInfo.InvariantCulture, $"<section class=\"card\" id=\"{E(id)}\"><h3>{E(Text(operation, "summary"))}</h3>")
            .Append(CultureInfo.InvariantCulture, $"<p><code>{method} {E(path)}</code></p><p>{Described(operation)}</p>");
        if (operation.TryGetProperty("parameters", out var parameters) && parameters.GetArrayLength() > 0)
        {
            html.Append("<h4>Parameters</h4><dl>");
            foreach (var parameter in parameters.EnumerateArray().Where(p => p.TryGetProperty("name", out _)))
                html.Append(CultureInfo.InvariantCulture,
                    $"<dt><code>{E(Text(parameter, "name"))}</code> "
                        + $"({E(Text(parameter, "in"))})</dt><dd>{Described(parameter)}</dd>");
            html.Append("</dl>");
        }
        if (operation.TryGetProperty("requestBody", out var body) && Example(body) is { } request)
            html.Append(CultureInfo.InvariantCulture, $"<details><summary>A request</summary><pre>{E(request)}</pre></details>");
        html.Append("<h4>Answers</h4><dl>");
        foreach (var answer in operation.GetProperty("responses").EnumerateObject())
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt>{E(answer.Name)}</dt><dd>{Described(answer.Value)}");
            if (Example(answer.Value) is { } example)
                html.Append(CultureInfo.InvariantCulture, $"<details><summary>An example</summary><pre>{E(example)}</pre></details>");
            html.Append("</dd>");
        }
        html.Append("</dl></section>");
    }

    private static string? Example(JsonElement described)
    {
        if (!described.TryGetProperty("content", out var content))
            return null;
        foreach (var form in content.EnumerateObject())
        {
            if (form.Value.TryGetProperty("example", out var example))
                return JsonSerializer.Serialize(example, s_indented);
            if (form.Value.TryGetProperty("examples", out var examples)
                && examples.EnumerateObject().FirstOrDefault().Value is { ValueKind: JsonValueKind.Object } first
                && first.TryGetProperty("value", out var value))
                return JsonSerializer.Serialize(value, s_indented);
        }
        return null;
    }

    private static readonly JsonSerializerOptions s_indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IResult Page(HttpContext context, string title, string body)
    {
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Text($"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <title>{E(title)} · Friending</title>
              <link rel="icon" href="/{PageFiles.Folder}/{PageFiles.Version}/icon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/{PageFiles.Folder}/{PageFiles.Version}/friending.css">
            </head>
            <body><main><h1>{E(title)}</h1>
            {body}
            </main></body>
            </html>
            """, MediaTypes.Html + "; charset=utf-8", Encoding.UTF8, context.Response.StatusCode);
    }

    private static string Text(JsonElement element, string member) =>
        element.TryGetProperty(member, out var text) ? text.GetString() ?? "" : "";

    // The document's texts are Markdown, of which they use marks of code only.
    private static string Described(JsonElement element) =>
        Code().Replace(E(Text(element, "description")), "<code>$1</code>");

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    private static string E(string? text) => HtmlEncoder.Default.Encode(text ?? "");
}
