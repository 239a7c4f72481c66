using Microsoft.AspNetCore.Authorization;

namespace Friending.Api.Endpoints.Assistants;

/// <summary>What an operation answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body, UTF-8; empty if there is none.</param>
internal sealed record OperationAnswer(int Status, byte[] Json)
{
    /// <summary>Whether it did what it was asked to.</summary>
    internal bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>
/// Calls an operation of the API from within, for the caller of another request: with the operation's own authorization, checks of the
/// query, handler and problems. So a tool does and answers what the API does and answers.
/// </summary>
internal sealed class OperationCalls(IServiceProvider services, IAuthorizationService authorization)
{
    private readonly Lazy<RequestDelegate> _pipeline = new(() =>
    {
        var app = new ApplicationBuilder(services).UseExceptionHandler().UseAuthorization().UseMiddleware<StrictQuery>();
        app.Run(context => context.GetEndpoint()!.RequestDelegate!(context));
        return app.Build();
    });

    private readonly Lazy<Dictionary<string, RouteEndpoint>> _endpoints = new(() =>
        services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => OperationTag.NameOf(e) is not null).ToDictionary(e => OperationTag.NameOf(e)!));

    /// <summary>Whether the operation lets the caller in.</summary>
    internal async Task<bool> MayCallAsync(HttpContext caller, string operation) =>
        _endpoints.Value[operation].Metadata.GetMetadata<AuthorizationPolicy>() is not { } policy
        || (await authorization.AuthorizeAsync(caller.User, null, policy)).Succeeded;

    /// <summary>Calls the operation.</summary>
    /// <param name="caller">The request that the caller sent.</param>
    /// <param name="operation">The operation's name.</param>
    /// <param name="route">The values of its route.</param>
    /// <param name="query">Its query parameters.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">Its JSON body; null: none.</param>
    internal async Task<OperationAnswer> CallAsync(
        HttpContext caller,
        string operation,
        IEnumerable<KeyValuePair<string, string>>? route = null,
        IEnumerable<KeyValuePair<string, string?>>? query = null,
        IEnumerable<KeyValuePair<string, string>>? headers = null,
        byte[]? body = null)
    {
        var endpoint = _endpoints.Value[operation];
        using var answered = new MemoryStream();
        var context = new DefaultHttpContext
        {
            RequestServices = caller.RequestServices,
            User = caller.User,
            RequestAborted = caller.RequestAborted,
            TraceIdentifier = caller.TraceIdentifier,
            Connection = { RemoteIpAddress = caller.Connection.RemoteIpAddress },
            Request =
            {
                Method = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0],
                Scheme = caller.Request.Scheme,
                Host = caller.Request.Host,
                QueryString = QueryString.Create(query ?? []),
                Body = new MemoryStream(body ?? []),
                ContentType = body is null ? null : MediaTypes.Json,
            },
            Response = { Body = answered },
        };
        context.SetEndpoint(endpoint);
        context.Request.Headers.AcceptLanguage = caller.Request.Headers.AcceptLanguage;
        foreach (var (name, value) in headers ?? [])
            context.Request.Headers[name] = value;
        foreach (var (name, value) in route ?? [])
            context.Request.RouteValues[name] = value;
        await _pipeline.Value(context);
        await context.Response.CompleteAsync();
        return new(context.Response.StatusCode, answered.ToArray());
    }
}
