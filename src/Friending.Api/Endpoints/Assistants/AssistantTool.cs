using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Api.Endpoints.Decisions;
using Friending.Api.Endpoints.Requests;
using Friending.Api.Endpoints.Reviews;
using Friending.Policy.Documents;

namespace Friending.Api.Endpoints.Assistants;

/// <summary>A tool: an operation of the API under a name that a model understands, with arguments in
/// place of path, query and body.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Operation">The operation that it calls.</param>
/// <param name="Title">What people see.</param>
/// <param name="Description">When and how to use it, for the model.</param>
internal sealed record AssistantTool(string Name, string Operation, string Title, string Description)
{
    private const string Settled =
        "The outcome is there. Tell the person the summary, the reasons and what to do instead; show the reply word for word.";

    private const string Open =
        "The outcome is still open. Ask the person the first of `questions`, that one only, with its choices; then call `ask` again "
            + "with their answer added to `facts`.";

    private const string Answered = "Tell the person what it says.";

    /// <summary>The parameters of the operation's path and query that are arguments.</summary>
    internal IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The arguments that make up the body, as JSON Schema; null: there is no body.</summary>
    internal Func<PolicyDocument, JsonObject>? Body { get; init; }

    /// <summary>The argument that is sent as the header <c>Idempotency-Key</c>; null: there is none.</summary>
    internal string? KeyArgument { get; init; }

    /// <summary>Query parameters with fixed values.</summary>
    internal IReadOnlyList<KeyValuePair<string, string?>> Query { get; init; } = [];

    /// <summary>Whether it changes nothing.</summary>
    internal bool IsReadOnly { get; init; } = true;

    /// <summary>What to do with a good answer.</summary>
    internal Func<JsonElement, string> Next { get; init; } = _ => Answered;

    /// <summary>All of them, in the order in which they are listed.</summary>
    internal static IReadOnlyList<AssistantTool> All { get; } =
    [
        new("ask", nameof(EvaluateRequest), "Ask the policy",
            "What the policy answers to the facts known so far, or the next question with its choices. Keeps nothing. Call it first, "
            + "and again after each answer. "
            + "State only facts that the person told you.")
        {
            Body = policy => new() { ["facts"] = ToolSchemas.Facts(policy), ["language"] = ToolSchemas.Language(policy) },
            Query = [new("ask", "all")],
            Next = answer => answer.GetProperty("outcome").ValueKind == JsonValueKind.Null ? Open : Settled,
        },
        new("submit", nameof(SubmitRequest), "Have the policy decide, and keep the decision",
            "Decides and keeps the decision, under the person's own id. Call it only after the person said that they want that, and "
            + "after `ask` gave an outcome. "
            + "Some outcomes send the case to a person who decides.")
        {
            Body = ToolSchemas.Submission,
            KeyArgument = "idempotencyKey",
            IsReadOnly = false,
            Next = answer => answer.GetProperty("status").GetString() == "pending-review"
                ? "It is kept and waits for a person to decide. Tell the person so, and its `id`."
                : Settled + " It is kept; its `id` finds it again.",
        },
        new("my_requests", nameof(ListMyRequests), "List my requests",
            "The decisions on the person's own requests, newest first, each with where it stands and what can be done next.")
                { Parameters = ["limit", "cursor"] },
        new("get_decision", nameof(GetDecision), "Read a decision",
            "One decision by its id, with where it stands: the person's own, or anybody's for reviewers and auditors.")
                { Parameters = ["id"] },
        new("explain_decision", nameof(ExplainDecision), "Explain a decision",
            "Why a decision came out as it did: the facts, and every rule with why it did or did not apply.") { Parameters = ["id"] },
        new("list_reviews", nameof(ListReviews), "List the cases that wait for a reviewer",
            "For reviewers: the decisions that wait for a person, most urgent first. Reading only; a reviewer decides on the page, "
                + "not through an assistant.")
        {
            Parameters = ["state", "department", "mine", "limit", "cursor"],
        },
    ];
}
