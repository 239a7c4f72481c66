using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace Friending.Api;

/// <summary>Describes all operations as an OpenAPI 3.1 document: from the operations themselves, their types and doc comments.</summary>
public static class ApiDescription
{
    private const string KeyScheme = "key";
    private const string TokenScheme = "token";
    private const string Json = "application/json";
    private const string ProblemJson = "application/problem+json";

    private static readonly (int Status, string Description, Func<Operation, bool> Applies)[] s_problems =
    [
        (400, "The request is not valid; the problem says what and where.", o => o.Access != Access.Open || o.RequestType is not null || o.Parameters.Any(p => p.Place != ParameterPlace.Path)),
        (401, "No valid credential.", o => o.Access != Access.Open),
        (403, "The caller may not do this.", o => o.Access != Access.Open),
        (404, "There is no such thing, or the caller may not know of it.", o => o.Route.Contains('{', StringComparison.Ordinal)),
        (413, "The body is too large.", o => o.RequestType is not null),
        (415, "The body is not JSON.", o => o.RequestType is not null),
        (429, "Too many calls in this minute; the headers say how many are allowed and when to go on.", _ => true),
        (500, "Something went wrong; it has been logged.", _ => true),
        (503, "Storage, or what tokens are checked by, is out of reach; nothing was lost.", _ => true),
    ];

    private static readonly OperationParameter s_requestId = new(ParameterPlace.Header, "X-Request-ID", "The caller's own id for this call; the answer repeats it.");

    private static readonly Dictionary<string, string> s_headers = new()
    {
        ["ETag"] = "The version of what is answered; for If-None-Match and If-Match.",
        ["Location"] = "Where the decision can be read.",
        ["RateLimit"] = "How many calls are left (r), and in how many seconds there are more (t).",
        ["RateLimit-Policy"] = "How many calls (q) a caller may make in how many seconds (w).",
        ["WWW-Authenticate"] = "Which credentials are taken; error=\"invalid_token\" for a token that is not.",
        ["Retry-After"] = "How long to wait before trying again, seconds.",
    };

    /// <summary>The document.</summary>
    public static OpenApiDocument Build()
    {
        var document = new OpenApiDocument
        {
            Info = new()
            {
                Title = "Friending",
                Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3),
                Description = "Answers whether a staff member of a health organisation may send, or accept, a friend request on a social network: "
                    + "with the reasons, a polite reply to send and a safer alternative. Times are UTC. Errors are problems (RFC 9457).",
                Contact = new() { Name = "The people who run this service" },
            },
            Servers = [new() { Url = "/", Description = "The service that answered with this document." }],
            Paths = [],
            Components = new(),
        };
        document.AddComponent<IOpenApiSecurityScheme>(KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = KnownKeys.Header,
            Description = "A program's key. Not together with a token.",
        });
        document.AddComponent<IOpenApiSecurityScheme>(TokenScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A person's access token (version 2.0) from Entra ID, for this service's app registration.",
        });

        var schemas = new TypeSchemas(document);
        document.Tags = new HashSet<OpenApiTag>(AllOperations.List.Select(o => TagOf(o.Route)).Distinct().Select(t => new OpenApiTag { Name = t.Name, Description = t.Description }));
        foreach (var operation in AllOperations.List)
        {
            var path = "/" + operation.Route;
            if (!document.Paths.TryGetValue(path, out var item))
                document.Paths[path] = item = new OpenApiPathItem();
            ((OpenApiPathItem)item).AddOperation(new HttpMethod(operation.Method), Describe(operation, document, schemas));
        }
        return document;
    }

    /// <summary>The document as JSON, UTF-8.</summary>
    public static byte[] ToJson()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Build().SerializeAsV31(new OpenApiJsonWriter(text));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static OpenApiOperation Describe(Operation operation, OpenApiDocument document, TypeSchemas schemas)
    {
        var described = new OpenApiOperation
        {
            OperationId = operation.Name,
            Summary = operation.Summary,
            Description = $"{DocComments.Of(DeclaringType(operation))}\n\nCallers: {operation.Access.Description}.",
            Tags = new HashSet<OpenApiTagReference> { new(TagOf(operation.Route).Name, document) },
            Parameters = [.. ParametersOf(operation).Select(Describe)],
            Responses = [],
            Security = operation.Access == Access.Open
                ? []
                : [.. new[] { KeyScheme, TokenScheme }.Select(s => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(s, document)] = [] })],
        };
        if (operation.RequestType is { } body)
        {
            described.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, IOpenApiMediaType> { [Json] = Content(schemas.Of(body), $"{operation.Name}.request") },
            };
        }

        var responses = operation.Responses.ToList();
        if (!responses.Any(r => r.Status < 300))
            responses.Add(new(200, operation.Summary + "."));
        foreach (var (status, description, applies) in s_problems)
            if (applies(operation) && !responses.Any(r => r.Status == status))
                responses.Add(new(status, description) { Headers = HeadersOf(status) });
        foreach (var response in responses.OrderBy(r => r.Status))
            described.Responses[response.Status.ToString(CultureInfo.InvariantCulture)] = Describe(operation, response, schemas);
        return described;
    }

    private static IReadOnlyList<string> HeadersOf(int status) => status switch
    {
        401 => ["WWW-Authenticate"],
        429 => ["Retry-After", "RateLimit", "RateLimit-Policy"],
        503 => ["Retry-After"],
        _ => [],
    };

    private static OpenApiResponse Describe(Operation operation, OperationResponse response, TypeSchemas schemas)
    {
        var described = new OpenApiResponse
        {
            Description = response.Description,
            Headers = response.Headers.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeader
            {
                Description = s_headers[name],
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            }),
        };
        var name = FormattableString.Invariant($"{operation.Name}.{response.Status}");
        if (response.Status >= 400)
        {
            described.Content = new Dictionary<string, IOpenApiMediaType> { [ProblemJson] = Content(schemas.Of(typeof(Problem)), name) };
        }
        else if (response.Status < 300)
        {
            described.Content = new Dictionary<string, IOpenApiMediaType>();
            if ((response.Type ?? operation.ResponseType) is { } type)
                described.Content[Json] = Content(schemas.Of(type), name);
            else if (operation.OtherMediaTypes.Count == 0)
                described.Content[Json] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object } };
            foreach (var other in operation.OtherMediaTypes)
                described.Content[other] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        }
        return described;
    }

    private static OpenApiMediaType Content(IOpenApiSchema schema, string example) => new() { Schema = schema, Example = Example(example) };

    /// <summary>A real request or answer, from the folder Examples.</summary>
    private static JsonNode? Example(string name)
    {
        using var file = typeof(ApiDescription).Assembly.GetManifestResourceStream($"Friending.Api.Examples.{name}.json");
        return file is null ? null : JsonNode.Parse(file);
    }

    private static IEnumerable<OperationParameter> ParametersOf(Operation operation)
    {
        foreach (var segment in operation.Route.Split('/').Where(s => s.StartsWith('{')))
        {
            var name = segment.Trim('{', '}');
            if (!operation.Parameters.Any(p => p.Place == ParameterPlace.Path && p.Name == name))
                throw new InvalidOperationException($"{operation.Name} does not say what the parameter {name} of its route means.");
        }
        return operation.Parameters.Append(s_requestId);
    }

    private static IOpenApiParameter Describe(OperationParameter parameter) => new OpenApiParameter
    {
        Name = parameter.Name,
        In = parameter.Place switch
        {
            ParameterPlace.Path => ParameterLocation.Path,
            ParameterPlace.Query => ParameterLocation.Query,
            _ => ParameterLocation.Header,
        },
        Required = parameter.Place == ParameterPlace.Path,
        Description = parameter.Description,
        Example = parameter.Example,
        Schema = new OpenApiSchema
        {
            Type = parameter.Type switch
            {
                "integer" => JsonSchemaType.Integer,
                "boolean" => JsonSchemaType.Boolean,
                _ => JsonSchemaType.String,
            },
            Format = parameter.Format,
            Enum = parameter.Values is { } values ? [.. values.Select(v => (JsonNode)v)] : null,
        },
    };

    // The class that an operation's handler is written in; lambdas are compiled into classes inside it.
    private static Type DeclaringType(Operation operation)
    {
        var type = operation.Handler.Method.DeclaringType!;
        while (type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) && type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static (string Name, string Description) TagOf(string route)
    {
        var parts = route.Split('/');
        return (parts[0] == "api" ? parts[1] : parts[0]) switch
        {
            "" or "pages" => ("Pages", "What people open in a browser."),
            _ when parts is ["reviews" or "digests" or "policy"] => ("Pages", "What people open in a browser."),
            "requests" or "evaluate" => ("Requests", "Asking."),
            "decisions" => ("Decisions", "What was answered, and why."),
            "reviews" => ("Reviews", "What waits for a person."),
            "digests" => ("Digests", "The week in numbers."),
            "policy" or "guidelines" => ("Policy", "What the answers go by."),
            "access" or ".well-known" => ("AuthZEN", "The OpenID AuthZEN Authorization API 1.0."),
            _ => ("Service", "The service itself."),
        };
    }
}
