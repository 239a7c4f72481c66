namespace Friending.LocalHost;

/// <summary>What the host prints once it serves: what to open, and a first call to try.</summary>
internal static class Greeting
{
    private const string SampleRequest = """
          {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept",
           "otherParty":{"patient":"current"},
           "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """;

    internal static void Print(LocalHost host, TextWriter console)
    {
        var address = host.Address.ToString().TrimEnd('/');
        console.WriteLine($"""

            Friending serves {address}  (stop with Ctrl-C)
            """);
        if (host.Emulators.MailPageUrl is { } mail)
            console.WriteLine($"Mail that it sends is at {mail}");
        console.WriteLine($"""

            Ask: a patient in care sent me, a nurse, a friend request; there is nothing else between us.

            curl {address}/api/requests -H 'x-functions-key: {LocalHost.DevelopmentKey}' -H 'Content-Type: application/json' -d '
            {SampleRequest}'

            """);
    }
}
