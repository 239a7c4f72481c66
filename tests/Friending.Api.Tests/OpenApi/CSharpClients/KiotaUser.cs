using Friending.Kiota;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;

namespace Friending.Clients;

/// <summary>Uses the client that Kiota generates: submits a request, and compares a changed policy with the one in force.</summary>
internal static class KiotaUser
{
    public static async Task RunAsync(HttpClient http)
    {
        using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), httpClient: http);
        var client = new FriendingClient(adapter);
        var decision = await client.Api.Requests.PostAsync(new()
        {
            Staff = new() { Id = "rn-1042", CareRole = true },
            Platform = "Facebook",
            Direction = "accept",
            OtherParty = new() { Patient = "current" },
            Circumstances = new() { FriendshipPredatesCare = false, WouldBreakBread = false },
        });
        Console.WriteLine($"{decision!.Id} {decision.Outcome} {decision.Reply?.Language} {decision.Review?.Resolution ?? "no review"}");

        var policy = await client.Api.Policy.GetAsync();
        policy!.Guidelines!.Single(g => g.Id == "7").Rules!.Single(r => r.Id == "7.7").Outcome = "discourage";
        var diff = await client.Api.Policy.Diff.PostAsync(policy);
        Console.WriteLine($"{diff!.Compared} {diff.Changed} {diff.Rows!.Sum(row => row.Combinations)}");
    }
}
