// The product's pipeline with its own endpoints; with --Answer=FILE with one endpoint instead, which reads the same request as
// EvaluateRequest, answers with the JSON in the file, and decides nothing. --Port=N; and the product's settings.
using System.Text.Json;
using Friending.Api;
using Friending.Api.Pipeline;
using Friending.Api.Pipeline.Authentication;
using Friending.Service;
using Friending.Service.Requests;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(builder.Configuration.GetValue("Port", 5000)));
builder.Services.AddFriendingService(builder.Configuration);
builder.Services.AddFriendingApi(builder.Configuration);
var app = builder.Build();
if (builder.Configuration["Answer"] is { } file)
{
    var answer = JsonSerializer.Deserialize(File.ReadAllBytes(file), ServiceJson.Web.EvaluationAnswer)!;
    app.UseFriending(routes => routes
        .MapPost("/api/evaluate", (JsonBody<FriendRequest> _) => TypedResults.Json(answer, ServiceJson.Web.EvaluationAnswer))
        .RequireAuthorization(Callers.PersonsOr(Role.Submit)));
}
else
{
    app.UseFriending();
}
app.Run();
