// What ours is measured against: the least that ASP.NET Core does to start, to read a request's body and to answer with bytes.
// --Port=N, and --Answer=FILE for the bytes.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.ListenLocalhost(builder.Configuration.GetValue("Port", 5000));
});
var app = builder.Build();
var answer = builder.Configuration["Answer"] is { } file ? File.ReadAllBytes(file) : "{}"u8.ToArray();
app.MapPost("/api/evaluate", async (HttpRequest request) =>
{
    var body = new byte[(int)(request.ContentLength ?? 0) + 1];
    await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false);
    return TypedResults.Bytes(answer, "application/json; charset=utf-8");
});
app.Run();
