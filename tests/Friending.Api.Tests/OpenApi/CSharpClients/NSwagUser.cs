using Friending.NSwag;

namespace Friending.Clients;

/// <summary>Uses the client that NSwag generates: submits a request, and compares a changed policy with the one in force.</summary>
internal static class NSwagUser
{
    public static async Task RunAsync(HttpClient http)
    {
        var client = new FriendingClient(http);
        var decision = await client.SubmitRequestAsync(new()
        {
            Staff = new() { Id = "rn-1042", CareRole = true },
            Platform = "Facebook",
            Direction = "accept",
            OtherParty = new() { Patient = "current" },
            Circumstances = new() { FriendshipPredatesCare = false, WouldBreakBread = false },
        });
        Console.WriteLine($"{decision.Id} {decision.Outcome} {decision.Reply?.Language} {decision.Review?.Resolution ?? "no review"}");

        var policy = await client.GetPolicyAsync();
        policy.Guidelines.Single(g => g.Id == "7").Rules.Single(r => r.Id == "7.7").Outcome = "discourage";
        var diff = await client.DiffPolicyAsync(policy);
        Console.WriteLine($"{diff.Compared} {diff.Changed} {diff.Rows.Sum(row => row.Combinations)}");
    }
}
