using System.Diagnostics;
using Friending.Service.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Api;

/// <summary>
/// An HTTP operation, defined once and served by every host: who may call it, what it takes and gives, and what it does.
/// Authentication, authorisation and errors are handled here and not in middleware, since the Functions host has none.
/// </summary>
/// <param name="Name">The operation's name, as in the contract.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The path with parameters in braces, without a leading slash.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Handler">What it does.</param>
public sealed record Operation(string Name, string Method, string Route, Access Access, Func<Call, Task<IResult>> Handler)
{
    private const string RequestId = "X-Request-ID";

    /// <summary>What it does, in a few words; for documents that describe the operations.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The type of the JSON body it takes; null if it takes none.</summary>
    public Type? RequestType { get; init; }

    /// <summary>The type of the JSON body it answers with when all is well; null if that is no JSON of ours.</summary>
    public Type? ResponseType { get; init; }

    /// <summary>What it reads beside its body.</summary>
    public IReadOnlyList<OperationParameter> Parameters { get; init; } = [];

    /// <summary>Its answers, where they are others than 200 and the errors that every operation may have.</summary>
    public IReadOnlyList<OperationResponse> Responses { get; init; } = [];

    /// <summary>What else it can answer with than JSON, by <c>Accept</c>.</summary>
    public IReadOnlyList<string> OtherMediaTypes { get; init; } = [];

    private string[] QueryNames => field ??= [.. Parameters.Where(p => p.Place == ParameterPlace.Query).Select(p => p.Name)];

    /// <summary>Answers a request; errors come out as problems, never as exceptions.</summary>
    public async Task<IResult> RunAsync(HttpContext context)
    {
        Prepare(context);
        // Under the Functions host every trace has the same route.
        if (Activity.Current is { IsAllDataRequested: true } activity)
            activity.SetTag("friending.operation", Name);
        Caller? caller = null;
        try
        {
            (caller, var refused) = Access == Access.Open ? (null, null) : await Credentials.ReadAsync(context);
            // Before a refusal, so that trying keys and tokens out is limited too.
            if (context.RequestServices.GetRequiredService<CallerLimits>().Refuse(context, caller) is { } tooMany)
                return tooMany;
            if (Access == Access.Open)
                return await Handler(new(context, null));
            if (caller is null)
                return refused!;
            if (!Access.Allows(caller))
                return Problems.Forbidden($"This needs one of: {Access.Description}.");
            // Here, so that no operation forgets it. What is open to all, such as a page, may be asked for with anything.
            if (context.Request.QueryString.HasValue && new QueryParameters(context.Request, QueryNames).Refused is { } unknown)
                return unknown;
            return await Handler(new(context, caller));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody reads the answer; it must not pass for an outage.
            return TypedResults.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (BadHttpRequestException e)
        {
            // The server's own limits: body cut short, too slow, too large.
            return Problems.Of(e.StatusCode, "bad-request", "The request could not be read", e.Message);
        }
        catch (Exception e) when (StorageUnavailable.Is(e))
        {
            OperationLog.For(context).StorageUnavailable(Name, e.GetType().Name);
            context.Response.Headers.RetryAfter = "5";
            return Problems.StorageUnavailable;
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            OperationLog.For(context).Failed(e, Name, LoggedCaller.Of(caller, context.RequestServices));
            return Problems.Unexpected;
        }
    }

    private static void Prepare(HttpContext context)
    {
        var headers = context.Response.Headers;
        // Echoed only if it can do no harm in a log or a header.
        if (context.Request.Headers.TryGetValue(RequestId, out var id) && id is [{ Length: > 0 and <= 1024 } text] && text.All(c => c is >= ' ' and < '\x7f'))
            headers[RequestId] = text;
        SecurityHeaders.Set(context);
    }
}

/// <summary>One call of an operation.</summary>
/// <param name="Context">The HTTP exchange.</param>
/// <param name="CallerOrNull">Who calls; null only where the operation is open.</param>
public sealed record Call(HttpContext Context, Caller? CallerOrNull)
{
    /// <summary>Who calls; the operation's access made sure that somebody does.</summary>
    public Caller Caller => CallerOrNull ?? throw new InvalidOperationException("An open operation has no caller.");

    /// <summary>Ends when the caller hangs up.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>A service of the application.</summary>
    public T Get<T>()
        where T : notnull => Context.RequestServices.GetRequiredService<T>();

    /// <summary>A parameter of the route.</summary>
    public string Route(string name) => Context.Request.RouteValues[name] as string ?? "";
}
