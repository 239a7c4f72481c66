using CsCheck;
using Xunit;

namespace Friending.Api.Tests;

/// <summary>A search finds exactly those that an evaluation of the same request permits, whatever the request.</summary>
[Collection(nameof(CertificationApp))]
public sealed class SearchPropertyTests(CertificationApp app) : IDisposable
{
    private static readonly string[] s_users = ["alice", "bob"];
    private static readonly string[] s_records = ["record-1", "record-2"];
    private static readonly string[] s_actions = ["read", "write", "delete"];

    private static readonly Gen<(
        string Subject, string SubjectMore, string Action, string ActionMore, string Resource, string ResourceMore)> s_request = Gen.Select(
        OneOf([.. s_users, "carol"]),
        OneOf("", ""","properties":{"role":"admin"}""", ""","properties":{"role":"clerk"}""", ""","properties":{"role":null}"""),
        OneOf([.. s_actions, "admire"]),
        OneOf("", ""","properties":{"soft":true}""", ""","properties":{"soft":false}"""),
        OneOf([.. s_records, "record-9"]),
        OneOf("", ""","properties":{"status":"active"}""", ""","properties":{"status":"archived"}"""));

    private static readonly Gen<(string Subject, string Resource)> s_types =
        Gen.Select(OneOf("user", "user", "user", "robot"), OneOf("record", "record", "record", "song"));

    private readonly HttpClient _client = app.Client();

    public void Dispose() => _client.Dispose();

    [Fact]
    public Task A_search_finds_exactly_what_an_evaluation_permits() => Gen.Select(s_request, s_types).SampleAsync(
        async (request, types) =>
        {
            string Subject(string id) => $$"""{"type":"{{types.Subject}}","id":"{{id}}"{{request.SubjectMore}}}""";
            string Action(string name) => $$"""{"name":"{{name}}"{{request.ActionMore}}}""";
            string Resource(string id) => $$"""{"type":"{{types.Resource}}","id":"{{id}}"{{request.ResourceMore}}}""";
            Task<bool> May(string subject, string action, string resource) =>
                _client.DecideAsync(("subject", subject), ("action", action), ("resource", resource));

            var subject = Subject(request.Subject);
            var action = Action(request.Action);
            var resource = Resource(request.Resource);
            Assert.Equal(
                await OfAsync(s_users, user => May(Subject(user), action, resource)),
                await _client.FindAsync("subject", ("subject", subject), ("action", action), ("resource", resource)));
            Assert.Equal(
                await OfAsync(s_records, record => May(subject, action, Resource(record))),
                await _client.FindAsync("resource", ("subject", subject), ("action", action), ("resource", resource)));
            // An action that is looked for has no properties.
            Assert.Equal(
                await OfAsync(s_actions, name => May(subject, $$"""{"name":"{{name}}"}""", resource)),
                await _client.FindAsync("action", ("subject", subject), ("resource", resource)));
        },
        iter: 150, threads: 2);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static async Task<List<string>> OfAsync(IEnumerable<string> all, Func<string, Task<bool>> isPermitted)
    {
        var permitted = new List<string>();
        foreach (var one in all)
            if (await isPermitted(one))
                permitted.Add(one);
        return permitted;
    }
}
