using Friending.Api.Endpoints;
using Friending.Api.Endpoints.Access;
using Friending.Api.Endpoints.Assistants;
using Friending.Api.Endpoints.Policies;
using Friending.Api.Pages;
using Friending.Api.Pipeline.OpenApi;
using Friending.Api.Pipeline.RateLimits;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;

namespace Friending.Api;

/// <summary>
/// The HTTP side of the service, the same under every host: <see cref="AddFriendingApi"/> adds the services,
/// <see cref="UseFriending(IApplicationBuilder)"/> the pipeline with its endpoints.
/// </summary>
public static class FriendingApi
{
    private static readonly string[] s_lists = ["/api/requests", "/api/decisions", "/api/reviews"];

    /// <summary>Adds what the pipeline and its endpoints need, with their settings from <paramref name="configuration"/>.</summary>
    public static IServiceCollection AddFriendingApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRouting();
        services.AddFriendingAuthentication(configuration);
        services.AddCallerLimits(configuration);
        services.AddAllowedOrigins(configuration);
        services.AddProblemDetails();
        services.AddExceptionHandler<ExceptionProblems>();
        // A page of a list is some hundred KiB, and people read it on telephones. No answer holds a secret whose length could tell of it.
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [MediaTypes.Json];
        });
        services.AddFriendingOpenApi();
        services.AddSingleton<AccessEvaluator>();
        services.AddAssistants();
        services.AddSingleton<PolicyContent>();
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Each operation has a limit of its own and answers 413. The server's limit would cut the connection instead, while the
            // caller still sends: a proxy in front, as the Functions host is one, makes a 500 of that.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        return services;
    }

    /// <summary>
    /// Answers every request, also those to unknown paths. The limiter stands before authorization, so that trying keys and
    /// tokens out is limited too.
    /// </summary>
    public static IApplicationBuilder UseFriending(this IApplicationBuilder app) => app.UseFriending(routes => routes.MapFriending());

    /// <summary>The same pipeline with other endpoints, to measure beside it.</summary>
    internal static IApplicationBuilder UseFriending(this IApplicationBuilder app, Action<IEndpointRouteBuilder> endpoints) => app
        .UseMiddleware<ResponseHeaders>()
        .UseExceptionHandler()
        .UseStatusCodePages(context => (ReferencePages.IsWrongAddress(context.HttpContext)
            ? ReferencePages.NotFound(context.HttpContext)
            : Problems.OfStatus(context.HttpContext.Response.StatusCode)).ExecuteAsync(context.HttpContext))
        .UseWhen(context => s_lists.Contains(context.Request.Path.Value), lists => lists.UseResponseCompression())
        .UseRouting()
        .UseMiddleware<OperationTag>()
        .Use(next => Cors(app.ApplicationServices, next))
        .UseAuthentication()
        .UseCallerLimits()
        .UseAuthorization()
        .UseMiddleware<StrictQuery>()
        .UseEndpoints(endpoints);

    // As UseCors has it, which compiles an expression that calls it while the host starts.
    private static RequestDelegate Cors(IServiceProvider services, RequestDelegate next)
    {
        var policies = services.GetRequiredService<ICorsPolicyProvider>();
        var cors = ActivatorUtilities.CreateInstance<CorsMiddleware>(services, next);
        return context => cors.Invoke(context, policies);
    }
}
