// What EvaluateRequest is measured beside: the product's pipeline with one endpoint, which reads the same request and answers with the
// same JSON, and decides nothing. --Port=N; --Answer=FILE for the answer; and the product's settings.
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
var answer = JsonSerializer.Deserialize(File.ReadAllBytes(builder.Configuration["Answer"]!), ServiceJson.Web.EvaluationAnswer)!;
app.UseFriending(routes => routes
    .MapPost("/api/evaluate", (JsonBody<FriendRequest> _) => TypedResults.Json(answer, ServiceJson.Web.EvaluationAnswer))
    .RequireAuthorization(Callers.PersonsOr(Role.Submit)));
app.Run();
