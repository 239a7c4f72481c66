namespace Friending.Api.Endpoints.Access;

/// <summary>What the three AuthZEN searches have in common.</summary>
/// <remarks>
/// A policy's domains are finite, so a search asks the policy about every entity that its document names and gives those that are
/// permitted: each result, put into an evaluation of the same request, is decided <c>true</c>. Where the document names none, as for
/// the people of the friending policy, there are no results.
/// </remarks>
internal static class AccessSearch
{
    /// <summary>Answers a search.</summary>
    /// <param name="evaluator">Answers by the policy in force.</param>
    /// <param name="request">What is asked for, without what is looked for.</param>
    /// <param name="page">Which part of the results is wanted.</param>
    /// <param name="sought">What is looked for.</param>
    internal static Results<Ok<SearchResults>, ProblemResult> Answer(
        AccessEvaluator evaluator, AccessRequest request, SearchPageRequest? page, SearchTarget sought)
    {
        var (found, problems) = evaluator.Search(request, sought);
        if (problems.Count > 0)
            return Problems.Invalid(problems);
        var type = sought == SearchTarget.Subject ? request.Subject!.Type : request.Resource!.Type;
        FoundEntity[] all = [.. found.Select(f => sought == SearchTarget.Action ? new FoundEntity(Name: f) : new(type, f))];
        if (page is null)
            return TypedResults.Ok(new SearchResults(null, all));

        var search = PageToken.Fingerprint(evaluator.Policy, request, sought);
        var (offset, limit) = (0, page.Limit);
        if (page.Token is not null)
        {
            if (!PageToken.TryRead(page.Token, search, out var token))
                return Problems.Invalid(
                    [new("/page/token", "Belongs to no page of this search under the policy in force. Start again without a token.")]);
            if (limit is not null && limit != token.Limit)
                return Problems.Invalid([new("/page/limit", "Must stay the same from page to page.")]);
            (offset, limit) = (token.Offset, token.Limit);
        }
        if (limit < 0)
            return Problems.Invalid([new("/page/limit", "Must not be negative.")]);

        FoundEntity[] results = [.. all.Skip(offset).Take((int)Math.Min(limit ?? all.Length, all.Length))];
        var next = offset + results.Length;
        var nextToken = next < all.Length ? new PageToken(next, limit!.Value).Write(search) : "";
        return TypedResults.Ok(new SearchResults(new(nextToken, results.Length, all.Length), results));
    }
}
