// What ours is measured against: the least that ASP.NET Core does to start, to read a request's body and to answer with the same
// bytes, those of the headers too. --Port=N; --Answer=FILE for the body and --Headers=FILE for the headers, "name: value" a line.
using Microsoft.Extensions.Primitives;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.ListenLocalhost(builder.Configuration.GetValue("Port", 5000));
});
var app = builder.Build();
var answer = builder.Configuration["Answer"] is { } file ? File.ReadAllBytes(file) : "{}"u8.ToArray();
KeyValuePair<string, StringValues>[] headers = builder.Configuration["Headers"] is { } lines
    ? [.. File.ReadLines(lines).Select(l => l.Split(": ", 2)).Select(l => KeyValuePair.Create(l[0], new StringValues(l[1])))]
    : [];
app.MapPost("/api/evaluate", async (HttpContext context) =>
{
    var body = new byte[(int)(context.Request.ContentLength ?? 0) + 1];
    await context.Request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false);
    foreach (var (name, value) in headers)
        context.Response.Headers[name] = value;
    return TypedResults.Bytes(answer, "application/json; charset=utf-8");
});
app.Run();
