using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Friending.Service;
using Friending.Service.Requests;
using Xunit;

namespace Friending.Api.Tests.Fuzzing;

/// <summary>Requests are read without the serializer where that is sure to come to the same.</summary>
public sealed class FriendRequestReaderTests(ITestOutputHelper output)
{
    private const string Whole = """
        {"staff":{"id":"rn-1","careRole":true,"role":null,"department":"\u0043ardiology"},"platform":"Facebook","direction":"accept",
         "otherParty":{"patient":"current","colleague":"no","reference":"a_b"},
         "circumstances":{"friendsSince":"1985","careSince":"2010-03","friendshipPredatesCare":true,"wouldBreakBread":false,"otherUnusual":null,"harmsWorkRelationship":false},
         "note":"Fußball \ud83d\ude00","language":"en"}
        """;

    private int _read;

    [Fact]
    public void Every_member_is_read_without_the_serializer()
    {
        var utf8 = Encoding.UTF8.GetBytes(Whole);
        var request = FriendRequestReader.ReadWellFormed(utf8);

        Assert.NotNull(request);
        // Through the serializer's own eyes, so that a member that it alone knows is missed here.
        Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize(utf8, ServiceJson.Web.FriendRequest)!, ServiceJson.Web.FriendRequest), JsonSerializer.SerializeToUtf8Bytes(request, ServiceJson.Web.FriendRequest));
        var members = JsonNode.Parse(Whole)!.AsObject();
        Assert.Equal(NamesOf<FriendRequest>(), members.Select(m => m.Key));
        Assert.Equal(NamesOf<Staff>(), members["staff"]!.AsObject().Select(m => m.Key));
        Assert.Equal(NamesOf<OtherParty>(), members["otherParty"]!.AsObject().Select(m => m.Key));
        Assert.Equal(NamesOf<Circumstances>(), members["circumstances"]!.AsObject().Select(m => m.Key));
    }

    [Fact]
    public async Task Whatever_is_sent_is_read_as_the_serializer_reads_it()
    {
        await FuzzRun.AllAsync(output, FuzzRun.Cases, dice =>
        {
            var body = dice.Percent(20) ? Encoding.UTF8.GetBytes(Whole) : dice.Pick(GoodRequests.FriendRequests);
            for (var changes = dice.Pick([0, 1, 1, 2, 3]); changes > 0; changes--)
                body = JsonMutation.Of(body, dice);
            if (FriendRequestReader.ReadWellFormed(body) is not { } request)
                return Task.FromResult<string?>(null);
            Interlocked.Increment(ref _read);
            var (expected, problem) = StrictJson.Read(body, ServiceJson.Web.FriendRequest);
            return Task.FromResult(request == expected ? null : $"{request}\n is not {expected} {problem}:\n{Encoding.Latin1.GetString(body)}");
        });
        output.WriteLine($"{_read} were well-formed.");
        Assert.True(!FuzzRun.MeetsEverything || _read > FuzzRun.Cases / 4);
    }

    private static IEnumerable<string> NamesOf<T>() => typeof(T).GetProperties().Where(p => p.CanWrite).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));
}
