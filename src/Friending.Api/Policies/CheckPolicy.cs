using Friending.Policy.Analysis;
using Friending.Policy.Documents;
using Microsoft.AspNetCore.Http;

namespace Friending.Api;

/// <summary>POST /api/policy/check: everything there is to say about a document before it is used. Whatever is posted, the answer is the report.</summary>
internal static class CheckPolicy
{
    internal static Operation Operation { get; } = new("CheckPolicy", HttpMethods.Post, "api/policy/check", Access.Only(Role.Admin), HandleAsync)
    {
        Summary = "Check a policy document and run its scenarios",
        RequestType = typeof(PolicyDocument),
        ResponseType = typeof(PolicyCheck),
    };

    private static async Task<IResult> HandleAsync(Call call)
    {
        var (report, refused) = await PostedPolicy.CheckAsync(call);
        return report is null ? refused! : TypedResults.Json(PolicyCheck.Of(report), ApiJson.Web.PolicyCheck);
    }
}
