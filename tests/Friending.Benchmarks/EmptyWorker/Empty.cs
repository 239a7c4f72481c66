using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Friending.EmptyWorker;

/// <summary>Answers every request with nothing.</summary>
public sealed class Empty
{
    /// <summary>Answers at once.</summary>
    [Function(nameof(Empty))]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "api/evaluate")] HttpRequest request) =>
        new OkResult();
}
