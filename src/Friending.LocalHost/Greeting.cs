using Friending.LocalHost.Emulators;
using Friending.LocalHost.SignIn;

namespace Friending.LocalHost;

/// <summary>What the host prints once it serves: pages, people to sign in as, mail, and a first call to try.</summary>
internal static class Greeting
{
    private const string SampleRequest = """
          {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"accept",
           "otherParty":{"patient":"current"},
           "circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """;

    // Each page with the sample person who sees most on it.
    private static readonly (string Path, string Shows, string Person)[] s_pages =
    [
        ("/", "ask, and send what a person must decide", "nurse"),
        ("/mine", "what one has asked, and what became of it", "nurse"),
        ("/reviews", "the cases that wait for a person", "reviewer"),
        ("/decisions", "every decision, with all filters", "auditor"),
        ("/digests", "the digest of each week", "auditor"),
        ("/policy", "check, compare and replay a policy document", "administrator"),
        ("/admin", "what could not be taken, whether anything was forged, erasing a person", "administrator"),
    ];

    internal static void Print(LocalHost host, TextWriter console)
    {
        var address = host.Address.ToString().TrimEnd('/');
        console.WriteLine($"""

            Friending serves {address}  (stop with Ctrl-C)

            """);
        foreach (var (path, shows, id) in s_pages)
        {
            var person = SamplePerson.All.First(p => p.Id == id);
            console.WriteLine($"  {address + path,-32} {shows}; sign in as {person.Name} ({person.Position})");
        }
        if (host.Emulators.MailPageUrl is { } mail)
            console.WriteLine($"  {mail,-32} the mail that it sends");
        if (host.SampleFormAddress is { } form)
        {
            console.WriteLine(
                $"  {form.ToString().TrimEnd('/'),-32} the sample form of an intranet, another origin; as Nora Lind (Registered nurse)");
        }
        console.WriteLine($"""

            From a program: a patient in care sent me, a nurse, a friend request; there is nothing else between us.

            curl {address}/api/requests -H 'x-functions-key: {LocalHost.DevelopmentKey}' -H 'Content-Type: application/json' -d '
            {SampleRequest}'

            """);
    }

    internal static void Print(RunningEmulators emulators, TextWriter console)
    {
        console.WriteLine("The emulators run. Stop them with Ctrl-C.");
        if (emulators.StorageConnectionString is { } storage)
            console.WriteLine($"  storage    {storage}");
        if (emulators.SmtpPort is { } port)
            console.WriteLine($"  mail       SMTP on 127.0.0.1:{port}, shown at {emulators.MailPageUrl}");
    }
}
