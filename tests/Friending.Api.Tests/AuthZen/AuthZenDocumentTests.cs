using System.Text.Json;
using System.Text.RegularExpressions;
using Friending.Testing;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>The examples of docs/authzen.md: each request gets the answer below it.</summary>
public sealed partial class AuthZenDocumentTests(AppFixture app)
{
    [Fact]
    public async Task Each_example_gets_the_answer_that_the_document_shows()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "AuthZen", "authzen.md"),
            TestContext.Current.CancellationToken);
        using var client = app.Client();
        var examples = Example().Matches(text);
        Assert.True(examples.Count > 5, "The examples are no longer found.");
        foreach (Match example in examples)
        {
            using var response = await client.PostJsonAsync(example.Groups["path"].Value, example.Groups["request"].Value);
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            using var expected = JsonDocument.Parse(example.Groups["answer"].Value);
            using var actual = JsonDocument.Parse(answer);
            Assert.True(Fits(expected.RootElement, actual.RootElement), $"{example.Groups["request"].Value}\nis answered with\n{answer}");
        }
    }

    // Long texts are cut in the document: "…" at the end stands for the rest.
    private static bool Fits(JsonElement expected, JsonElement actual) => (expected.ValueKind, actual.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) =>
            expected.EnumerateObject().Select(m => m.Name).SequenceEqual(actual.EnumerateObject().Select(m => m.Name))
            && expected.EnumerateObject().All(m => Fits(m.Value, actual.GetProperty(m.Name))),
        (JsonValueKind.Array, JsonValueKind.Array) =>
            expected.GetArrayLength() == actual.GetArrayLength()
                && expected.EnumerateArray().Zip(actual.EnumerateArray()).All(p => Fits(p.First, p.Second)),
        (JsonValueKind.String, JsonValueKind.String) when expected.GetString() is [.. var start, '…'] =>
            actual.GetString()!.StartsWith(start, StringComparison.Ordinal) && actual.GetString()!.Length > start.Length,
        _ => JsonElement.DeepEquals(expected, actual),
    };

    [GeneratedRegex(@"```http\nPOST (?<path>\S+)\n(?<request>.*?)```\n```json\n(?<answer>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
