using System.Text;
using Friending.Api.Endpoints.Policies;
using Friending.Policy.Engine;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Friending.Api.Endpoints.Assistants;

/// <summary>What an assistant can read: the policy in force, and each of its guidelines.</summary>
internal sealed class AssistantResources(PolicyDecisionPoint policy, OperationCalls operations)
{
    private const string PolicyUri = "friending://policy";
    private const string GuidelinesUri = "friending://guidelines/";

    internal ListResourcesResult List()
    {
        var language = policy.Document.Languages[0];
        return new()
        {
            Resources =
            [
                .. policy.Document.Guidelines.Select(g => new Resource
                {
                    Uri = GuidelinesUri + g.Id,
                    Name = $"guideline-{g.Id}",
                    Title = g.Title?.In(language) ?? g.Id,
                    Description =
                        "What the guideline says, its exceptions and alternatives, in the language that Accept-Language asks for.",
                    MimeType = MediaTypes.Json,
                }),
                new()
                {
                    Uri = PolicyUri,
                    Name = "policy",
                    Title = policy.Document.Title?.In(language) ?? policy.Document.Id,
                    Description = "The document that decides: facts, rules, texts.",
                    MimeType = MediaTypes.Json,
                    Size = policy.Source.Length,
                },
            ],
        };
    }

    internal async Task<ReadResourceResult> ReadAsync(HttpContext context, string uri)
    {
        var answer = uri == PolicyUri ? await operations.CallAsync(context, nameof(GetPolicy))
            : uri.StartsWith(GuidelinesUri, StringComparison.Ordinal)
            ? await operations.CallAsync(context, nameof(GetGuideline), route: [new("id", uri[GuidelinesUri.Length..])])
            : null;
        return answer is { IsSuccess: true }
            ? new()
            {
                Contents =
                [new TextResourceContents { Uri = uri, MimeType = MediaTypes.Json, Text = Encoding.UTF8.GetString(answer.Json) }]
            }
            : throw new McpProtocolException(
                $"There is no such resource; the resources are {string.Join(", ", List().Resources.Select(r => r.Uri))}.",
                McpErrorCode.InvalidParams);
    }
}
