using System.Reflection;
using System.Text.Json.Nodes;
using NJsonSchema;
using NJsonSchema.Validation;
using Xunit;

namespace Friending.Policy.Tests.Schema;

/// <summary>The schemas that editors of a policy are given accept what we ship, and refuse what the reader would refuse.</summary>
public sealed class PublishedSchemaTests
{
    private static readonly Assembly PolicyAssembly = Assembly.Load("Friending.Policy");

    [Theory]
    [InlineData("policy.schema.json", "friending.policy.json")]
    [InlineData("scenarios.schema.json", "friending.scenarios.json")]
    public async Task The_default_document_is_valid(string schema, string document) =>
        Assert.Empty(await Validate(schema, Embedded(document)));

    [Theory]
    [InlineData("/colour", "\"red\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/facts/0/colour", "\"red\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/facts/0/values/0/often", "3", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/facts/4/before/third", "\"never\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/facts/0/authzen/0/pointer", "\"/a\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/guidelines/0/rules/0/Outcome", "\"permit\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/guidelines/0/source/author", "\"somebody\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/groups/0/title", "\"Exceptions\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/groups/0/facts/0/ticked", "\"yes\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/groups/0/none", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/groups/0/facts/0/unticked", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/groups/0/facts", "[]", ValidationErrorKind.TooFewItems)]
    [InlineData("/guidelines/0/rules/4/ownReading", "\"yes\"", ValidationErrorKind.BooleanExpected)]
    [InlineData("/facts/0/help", "\"Who counts\"", ValidationErrorKind.ObjectExpected)]
    [InlineData("/advice/0/given", "{}", ValidationErrorKind.TooFewProperties)]
    [InlineData("/advice/0/given", "{ \"outcome\": \"permit\" }", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/replies/0/rule", "\"7.5\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/title/English", "\"Friends\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/version", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/otherwise", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/outcomes/0/kind", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/facts/0/question", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/guidelines/0/hitPolicy", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/guidelines/0/source/date", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/guidelines/0/rules/4/outcome", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/guidelines/0/rules/4/when", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/guidelines/0/rules/4/reason", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/advice/0/text", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/guidelines/0/rules/4/outcome", "[\"decline\"]", ValidationErrorKind.StringExpected)]
    [InlineData("/guidelines/0/rules/0/when/predatesCare", "\"yes\"", ValidationErrorKind.ArrayExpected)]
    [InlineData("/guidelines/0/rules/0/when/predatesCare/0", "true", ValidationErrorKind.StringExpected)]
    [InlineData("/guidelines/0/rules/0/when/predatesCare", "[]", ValidationErrorKind.TooFewItems)]
    [InlineData("/guidelines/0/rules/0/when/predatesCare", "[\"yes\",\"yes\"]", ValidationErrorKind.ItemsNotUnique)]
    [InlineData("/guidelines/0/hitPolicy", "\"any\"", ValidationErrorKind.NotInEnumeration)]
    [InlineData("/outcomes/0/kind", "\"refuse\"", ValidationErrorKind.NotInEnumeration)]
    [InlineData("/guidelines/0/source/date", "\"20 May 2015\"", ValidationErrorKind.DateExpected)]
    [InlineData("/facts/0/values/0/weight", "0", ValidationErrorKind.NumberTooSmall)]
    [InlineData("/facts/0/values/0/weight", "\"often\"", ValidationErrorKind.NumberExpected)]
    [InlineData("/facts/0/authzen/0/path", "\"resource/type\"", ValidationErrorKind.PatternMismatch)]
    [InlineData("/facts/0/authzen/0/path", "\"/resource\"", ValidationErrorKind.PatternMismatch)]
    [InlineData("/facts/0/authzen/0/path", "\"/subject/name\"", ValidationErrorKind.PatternMismatch)]
    [InlineData("/facts/0/authzen/0/otherwise", "7", ValidationErrorKind.StringExpected)]
    [InlineData("/authzen/actions", "[\"read\"]", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/authzen/subjectTypes", "[]", ValidationErrorKind.TooFewItems)]
    [InlineData("/version", "\"one\"", ValidationErrorKind.PatternMismatch)]
    [InlineData("/title", "\"Friend requests\"", ValidationErrorKind.ObjectExpected)]
    [InlineData("/title", "{}", ValidationErrorKind.TooFewProperties)]
    [InlineData("/title/en", "\"\"", ValidationErrorKind.StringTooShort)]
    [InlineData("/languages", "[]", ValidationErrorKind.TooFewItems)]
    [InlineData("/outcomes", "[]", ValidationErrorKind.TooFewItems)]
    public async Task A_broken_policy_is_refused_for_what_is_broken(string place, string? json, ValidationErrorKind reason) =>
        Assert.Contains(reason, await Validate("policy.schema.json", Changed("friending.policy.json", place, json)));

    [Theory]
    [InlineData("/author", "\"somebody\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/scenarios/0/note", "\"old friends\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/scenarios/0/expect/result", "\"permit\"", ValidationErrorKind.NoAdditionalPropertiesAllowed)]
    [InlineData("/policy", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/scenarios/0/name", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/scenarios/0/facts", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/scenarios/0/expect", null, ValidationErrorKind.PropertyRequired)]
    [InlineData("/scenarios/0/expect", "{}", ValidationErrorKind.TooFewProperties)]
    [InlineData("/scenarios", "[]", ValidationErrorKind.TooFewItems)]
    [InlineData("/scenarios/0/facts/predatesCare", "true", ValidationErrorKind.StringExpected)]
    [InlineData("/scenarios/0/expect/reply", "\"no\"", ValidationErrorKind.BooleanExpected)]
    [InlineData("/scenarios/0/expect/rules", "\"7.1\"", ValidationErrorKind.ArrayExpected)]
    [InlineData("/scenarios/0/expect/replySays", "\"sorry\"", ValidationErrorKind.ArrayExpected)]
    [InlineData("/scenarios/0/expect/adviceSays", "[]", ValidationErrorKind.TooFewItems)]
    [InlineData("/scenarios/0/expect/summarySays", "[\"\"]", ValidationErrorKind.StringTooShort)]
    [InlineData("/scenarios/0/interview", "1", ValidationErrorKind.BooleanExpected)]
    [InlineData("/scenarios/0/dates", "{\"friendsSince\":\"2010-13\"}", ValidationErrorKind.PatternMismatch)]
    [InlineData("/scenarios/0/dates", "{\"friendsSince\":\"May 2010\"}", ValidationErrorKind.PatternMismatch)]
    [InlineData("/scenarios/0/dates", "{\"friendsSince\":2010}", ValidationErrorKind.StringExpected)]
    [InlineData("/scenarios/0/expect/fact", "{\"predatesCare\":true}", ValidationErrorKind.NoTypeValidates)]
    public async Task A_broken_scenario_is_refused_for_what_is_broken(string place, string? json, ValidationErrorKind reason) =>
        Assert.Contains(reason, await Validate("scenarios.schema.json", Changed("friending.scenarios.json", place, json)));

    [Theory]
    [InlineData("/facts", 32)]
    [InlineData("/facts/0/values", 254)]
    [InlineData("/guidelines", 16)]
    public async Task A_policy_may_be_as_large_as_the_engine_allows_and_no_larger(string place, int limit)
    {
        Assert.Empty(await Validate("policy.schema.json", Repeated(place, limit)));
        Assert.Equal([ValidationErrorKind.TooManyItems], await Validate("policy.schema.json", Repeated(place, limit + 1)));
    }

    private static string Repeated(string place, int count)
    {
        var first = At(JsonNode.Parse(Embedded("friending.policy.json"))!, place + "/0").ToJsonString();
        return Changed("friending.policy.json", place, $"[{string.Join(',', Enumerable.Repeat(first, count))}]");
    }

    /// <summary>The embedded document with one member set to <paramref name="json"/>, or removed when that is null.</summary>
    private static string Changed(string document, string place, string? json)
    {
        var root = JsonNode.Parse(Embedded(document))!;
        var parent = At(root, place[..place.LastIndexOf('/')]);
        var member = place[(place.LastIndexOf('/') + 1)..];
        if (json is null)
            Assert.True(parent.AsObject().Remove(member), $"There is no {place} to remove.");
        else if (parent is JsonArray array)
            array[int.Parse(member, null)] = JsonNode.Parse(json);
        else
            parent[member] = JsonNode.Parse(json);
        return root.ToJsonString();
    }

    private static JsonNode At(JsonNode root, string place) =>
        place.Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(root, (node, part) => (node is JsonArray array ? array[int.Parse(part, null)] : node[part])!);

    private static string Embedded(string name)
    {
        using var stream = PolicyAssembly.GetManifestResourceStream($"Friending.Policy.{name}");
        Assert.NotNull(stream);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The kinds of what is wrong, without the errors that only wrap another.</summary>
    private static async Task<IReadOnlyList<ValidationErrorKind>> Validate(string schema, string document)
    {
        var parsed = await JsonSchema.FromJsonAsync(Embedded(schema), TestContext.Current.CancellationToken);
        return [.. parsed.Validate(document).SelectMany(Innermost).Select(error => error.Kind)];
    }

    private static IEnumerable<ValidationError> Innermost(ValidationError error) =>
        error is ChildSchemaValidationError child
            ? child.Errors.Values.SelectMany(errors => errors).SelectMany(Innermost)
            : [error];
}
