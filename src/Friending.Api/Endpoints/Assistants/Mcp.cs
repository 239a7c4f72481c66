using Friending.Api.Pipeline.OpenApi;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Friending.Api.Endpoints.Assistants;

/// <summary>
/// POST /mcp: the Model Context Protocol (https://modelcontextprotocol.io/specification), streamable HTTP without sessions, so that
/// any instance answers any call. Its tools are the operations of the API; see <see cref="AssistantTools"/>.
/// </summary>
internal static class Mcp
{
    /// <summary>Where assistants call.</summary>
    internal const string Path = "/mcp";

    // The library logs text that callers send: method names, request ids, names of clients.
    private const string Library = nameof(ModelContextProtocol);

    internal static void AddAssistants(this IServiceCollection services)
    {
        services.AddLogging(logging => logging.AddFilter(Library, LogLevel.None));
        services.AddHttpContextAccessor();
        services.AddMcpServer(server => server.ServerInfo = new()
        {
            Name = "friending",
            Title = "Friending",
            Version = typeof(Mcp).Assembly.GetName().Version!.ToString(3),
        }).WithHttpTransport(http => http.ConfigureSessionOptions = (context, server, _) =>
        {
            Configure(server, context);
            return Task.CompletedTask;
        });
        services.AddSingleton<OperationCalls>().AddSingleton<ToolSchemas>().AddSingleton<AssistantTools>()
            .AddSingleton<AssistantResources>();
    }

    internal static void Map(IEndpointRouteBuilder group)
    {
        var mcp = group.MapMcp(Path)
            .WithName(nameof(Mcp))
            .RequireAuthorization(Callers.AnyCaller)
            .WithMetadata(new BodyMetadata(typeof(McpMessage)));
        mcp.Add(endpoint =>
        {
            var handle = new McpHandler(endpoint.RequestDelegate!).HandleAsync;
            endpoint.RequestDelegate = async context => await (await handle(context)).ExecuteAsync(context);
            // The library's groups leave a slash at its end.
            ((RouteEndpointBuilder)endpoint).RoutePattern = RoutePatternFactory.Parse(Path);
            // The OpenAPI document finds the doc comments by the method.
            endpoint.Metadata.Add(handle.Method);
        });
        // After the library's own conventions: what it takes and answers, in the terms of the other operations.
        mcp.Finally(endpoint =>
        {
            foreach (var described in endpoint.Metadata.Where(m => m is IProducesResponseTypeMetadata or IAcceptsMetadata).ToList())
                endpoint.Metadata.Remove(described);
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK));
            endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status202Accepted));
            endpoint.Metadata.Add(new TextMetadata(["text/event-stream"]));
        });
    }

    private static void Configure(McpServerOptions server, HttpContext context)
    {
        var services = context.RequestServices;
        var (tools, resources) = (services.GetRequiredService<AssistantTools>(), services.GetRequiredService<AssistantResources>());
        server.ServerInstructions = AssistantPrompt.Instructions;
        server.Handlers.ListToolsHandler = Handle<ListToolsRequestParams, ListToolsResult>(_ => tools.ListAsync(context));
        server.Handlers.CallToolHandler = Handle<CallToolRequestParams, CallToolResult>(call => tools.CallAsync(context, call));
        server.Handlers.ListResourcesHandler =
            Handle<ListResourcesRequestParams, ListResourcesResult>(_ => Task.FromResult(resources.List()));
        server.Handlers.ReadResourceHandler =
            Handle<ReadResourceRequestParams, ReadResourceResult>(read => resources.ReadAsync(context, read.Uri));
        server.Handlers.ListPromptsHandler =
            Handle<ListPromptsRequestParams, ListPromptsResult>(_ => Task.FromResult(AssistantPrompt.List()));
        server.Handlers.GetPromptHandler =
            Handle<GetPromptRequestParams, GetPromptResult>(get => Task.FromResult(AssistantPrompt.Get(get.Name)));

        // What goes wrong here is our own, and the library's log is off.
        McpRequestHandler<TParams, TResult> Handle<TParams, TResult>(Func<TParams, Task<TResult>> answer) => async (request, _) =>
        {
            try
            {
                return await answer(request.Params!);
            }
            catch (Exception e) when (e is not (McpException or OperationCanceledException))
            {
                PipelineLog.For(context).Failed(e, nameof(Mcp), LoggedCaller.Of(new Caller(context.User), services));
                throw;
            }
        };
    }
}
