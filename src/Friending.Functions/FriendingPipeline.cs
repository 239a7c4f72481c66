using Friending.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Friending.Functions;

/// <summary>
/// The pipeline of the HTTP operations, built once from ASP.NET Core's middleware. The worker has routed a request to a function by
/// then; the pipeline routes it again, to its endpoint.
/// </summary>
/// <param name="services">The app's services.</param>
public sealed class FriendingPipeline(IServiceProvider services)
{
    private readonly RequestDelegate _answer = new ApplicationBuilder(services).UseFriending().Build();

    /// <summary>Answers a request that a function was called with.</summary>
    public Task AnswerAsync(HttpRequest request)
    {
        request.HttpContext.SetEndpoint(null);
        request.RouteValues.Clear();
        return _answer(request.HttpContext);
    }
}
