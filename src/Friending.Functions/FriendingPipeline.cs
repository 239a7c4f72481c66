using Friending.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Functions;

/// <summary>
/// The pipeline of the HTTP operations, built once from ASP.NET Core's middleware. The worker has routed a request to a function by
/// then; the pipeline routes it again, to its endpoint.
/// </summary>
/// <param name="services">The app's services.</param>
public sealed class FriendingPipeline(IServiceProvider services)
{
    private readonly RequestDelegate _answer = new ApplicationBuilder(services).UseFriending().Build();

    /// <summary>Builds every endpoint, which ASP.NET Core does at the first request, by answering one that asks for nothing.</summary>
    public async Task PrepareAsync()
    {
        await using var scope = services.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        context.Request.Method = HttpMethods.Get;
        context.Request.Path = "/health/live";
        await _answer(context);
    }

    /// <summary>Answers a request that a function was called with.</summary>
    public Task AnswerAsync(HttpRequest request)
    {
        request.HttpContext.SetEndpoint(null);
        request.RouteValues.Clear();
        return _answer(request.HttpContext);
    }
}
