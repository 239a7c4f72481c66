using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Friending.Api;

/// <summary>Wires the HTTP operations; every host calls <see cref="AddFriendingApi"/> once.</summary>
public static class FriendingApi
{
    /// <summary>Adds what the operations need, with their settings from <paramref name="configuration"/>.</summary>
    public static IServiceCollection AddFriendingApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KeysOptions>().Bind(configuration.GetSection(KeysOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KeysOptions>, KeysValidation>();
        services.AddOptions<RateLimitOptions>().Bind(configuration.GetSection(RateLimitOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<CallerLimits>();
        services.AddOptions<CursorOptions>().Bind(configuration.GetSection(CursorOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Cursors>();
        services.AddSingleton<KnownKeys>();
        // What AddAuthentication adds, less data protection: no operation has a cookie to protect.
        services.AddAuthenticationCore();
        services.AddWebEncoders();
        services.AddOptions<TokenOptions>().Bind(configuration.GetSection(TokenOptions.Section))
            .Validate(o => o.IsValid(), "The settings section Authentication is not valid: TenantId must be the tenant's id, a GUID, and Audience the application id URI.")
            .ValidateOnStart();
        if (configuration.GetSection(TokenOptions.Section).Get<TokenOptions>() is { IsSet: true } tokens)
            services.AddFriendingTokens(bearer => bearer.UseTenant(tokens));
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Each operation has a limit of its own and answers 413. The server's limit would cut the connection instead, while the
            // caller still sends: a proxy in front, as the Functions host is one, makes a 500 of that.
            kestrel.Limits.MaxRequestBodySize = null;
        });
        services.AddSingleton<AccessEvaluator>();
        services.AddLoggedCallers();
        return services;
    }

    /// <summary>Serves every operation; for hosts on Kestrel. Unknown paths and methods get problems too.</summary>
    public static void MapFriendingApi(this WebApplication app)
    {
        // Operations find out themselves who calls. Told that this is taken care of, the builder leaves out the middleware that
        // it would add for any registered scheme, and that would look at every call's token a second time.
        ((IApplicationBuilder)app).Properties["__AuthenticationMiddlewareSet"] = true;
        // Routing answers an unknown path or method with a bare status; it gets a body like every other error.
        app.Use(next => context => context.GetEndpoint() is RouteEndpoint ? next(context) : RefuseAsync(context, next));
        foreach (var operation in AllOperations.List)
        {
            app.MapMethods(operation.Route, [operation.Method], (RequestDelegate)(context => ServeAsync(operation, context)))
                .WithName(operation.Name);
        }

        static async Task RefuseAsync(HttpContext context, RequestDelegate routing)
        {
            await routing(context);
            SecurityHeaders.Set(context);
            await Problems.OfStatus(context.Response.StatusCode).ExecuteAsync(context);
        }

        static async Task ServeAsync(Operation operation, HttpContext context) =>
            await (await operation.RunAsync(context)).ExecuteAsync(context);
    }
}
