using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Friending.Api.Pipeline;

/// <summary>
/// Checks the query of endpoints that need a caller before it is bound: no parameter is unknown or repeated, and each has the form
/// that its type and annotations in the handler ask for. Endpoints that are open to all, such as pages, accept any query.
/// </summary>
internal sealed partial class StrictQuery(RequestDelegate next)
{
    /// <summary>How long a text may be where no annotation says otherwise, UTF-16 code units.</summary>
    private const int DefaultMaxLength = 100;

    private static readonly ConditionalWeakTable<Endpoint, Dictionary<string, ParameterInfo>> s_known = [];

    /// <summary>Answers with a problem, or goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.QueryString.HasValue || context.GetEndpoint() is not { } endpoint
            || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is null)
            return next(context);
        var problems = ProblemsOf(context.Request.Query, s_known.GetValue(endpoint, ParametersOf)).ToList();
        return problems.Count == 0 ? next(context) : Problems.InvalidQuery(problems).ExecuteAsync(context);
    }

    /// <summary>The query parameters of an endpoint's handler, by name.</summary>
    private static Dictionary<string, ParameterInfo> ParametersOf(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
            .Where(p => p.ParameterInfo.GetCustomAttributes().OfType<IFromQueryMetadata>().Any())
            .ToDictionary(p => p.Name, p => p.ParameterInfo, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> ProblemsOf(IQueryCollection query, Dictionary<string, ParameterInfo> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.TryGetValue(name, out var parameter))
            {
                // The name may hold anything, so the message does not repeat it.
                yield return known.Count == 0
                    ? "This operation has no query parameters."
                    : $"There is an unknown query parameter. The known ones are {string.Join(", ", known.Keys)}.";
            }
            else if (values.Count != 1)
            {
                yield return $"The query parameter {parameter.Name} is given {values.Count} times.";
            }
            else if (Wrong(values, parameter) is { } wrong)
            {
                yield return $"The query parameter {parameter.Name} {wrong}";
            }
        }
    }

    private static string? Wrong(StringValues values, ParameterInfo parameter)
    {
        var text = values.ToString();
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(int))
        {
            var range = parameter.GetCustomAttribute<RangeAttribute>() ?? new(0, int.MaxValue);
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && range.IsValid(number)
                ? null
                : FormattableString.Invariant($"must be a whole number from {range.Minimum} to {range.Maximum}.");
        }
        if (type == typeof(DateTimeOffset))
        {
            return TimePattern().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _)
                ? null
                : "must be an ISO 8601 date (2026-11-22, in UTC) or instant with its offset (2026-11-22T15:00:00Z; a + is written %2B).";
        }
        if (type == typeof(bool))
            return text is "true" or "false" ? null : "must be one of true, false.";
        if (parameter.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            return allowed.IsValid(text) ? null : $"must be one of {string.Join(", ", allowed.Values)}.";
        var length = parameter.GetCustomAttribute<MaxLengthAttribute>()?.Length ?? DefaultMaxLength;
        return string.IsNullOrWhiteSpace(text) || text.Length > length || text.Any(char.IsControl)
            ? FormattableString.Invariant($"must be one line of 1 to {length} printable characters.")
            : null;
    }

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex TimePattern();
}
