using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Friending.Policy.Engine;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Mail;
using Friending.Service.Notices;
using Friending.Service.Outbox;
using Friending.Service.Policies;
using Friending.Service.Reviews;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MimeKit;
using static Friending.LocalHost.Tests.Digests.DigestHost;

namespace Friending.LocalHost.Tests.Notices;

/// <summary>Where a host may end.</summary>
internal enum EndPoint
{
    /// <summary>After notices were opened, before the outbox gives the event up.</summary>
    Opened,

    /// <summary>After a notice was claimed, before the mail server has it.</summary>
    Claimed,

    /// <summary>After the mail server took it, before that is noted.</summary>
    Taken,
}

/// <summary>The service of a host with a clock of its own, that sends notices to a real mail server and may end on the way.</summary>
internal sealed class NoticeHost : IAsyncDisposable
{
    /// <summary>
    /// As a process of its own: <c>act-as-notice-host STORAGE SMTP_PORT TIME SEED [SETTING=VALUE]…</c> relays and sends until nothing is
    /// left, and prints its log and what it counted as lost. At points chosen by the seed it says where it is and waits to be killed: with
    /// seeds 1 to 4 at the first of one kind, so that each kind comes about, and with seed 0 at none.
    /// </summary>
    internal const string Process = "act-as-notice-host";

    /// <summary>What a process says, with the point, where it waits to be killed.</summary>
    internal const string KillMe = "kill me: ";

    /// <summary>What a process says, with the kind, of a notice that it counts as lost.</summary>
    internal const string CountedLost = "friending.notices.lost 1 ";

    internal const string Team = "team@clinic.example";
    internal const string Lead = "lead@clinic.example";

    private readonly ServiceProvider _services;
    private readonly Ending _ending;

    /// <summary>A host.</summary>
    /// <param name="storage">The connection string of storage.</param>
    /// <param name="smtpPort">The port of the mail server.</param>
    /// <param name="time">The clock.</param>
    /// <param name="chance">Says at each point where a host may end whether this one does; null: it never does.</param>
    /// <param name="settings">Settings besides.</param>
    internal NoticeHost(string storage, int smtpPort, Clock time, Func<EndPoint, bool>? chance = null,
        params (string Name, string Value)[] settings)
    {
        _ending = new(chance ?? (_ => false));
        var values = new Dictionary<string, string?>
        {
            ["Storage:ConnectionString"] = storage,
            ["Pseudonyms:Key"] = new('k', 32),
            ["Friending:TimeZone"] = "America/Chicago",
            ["Friending:PublicUrl"] = "https://friending.example.org",
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = smtpPort.ToString(CultureInfo.InvariantCulture),
            ["Smtp:Security"] = "None",
            ["Smtp:From"] = "Friending <friending@clinic.example>",
            ["Notices:Enabled"] = "true",
            ["Notices:StaffAddress"] = "{id}@clinic.example",
            ["Notices:Team:0"] = Team,
            ["Notices:Escalation:0"] = Lead,
        };
        foreach (var (name, value) in settings)
            values[name] = value;
        var services = new ServiceCollection()
            .AddLogging(l => l.AddProvider(Log))
            .AddSingleton<TimeProvider>(time)
            .AddFriendingService(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .Configure<CallbackOptions>(o => o.AllowLocal());
        // Around what is there, so that all else is as it is.
        var transport = services.Last(s => s.ServiceType == typeof(IMailTransport));
        services.AddSingleton<IMailTransport>(s => new EndingTransport((IMailTransport)transport.ImplementationFactory!(s), _ending));
        services.AddSingleton<IEventListener>(_ending);
        _services = services.BuildServiceProvider();
    }

    internal LogCapture Log { get; } = new();

    internal PolicyDecisionPoint Policy => Get<PolicyDecisionPoint>();

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    internal async Task PrepareAsync(CancellationToken cancellation)
    {
        await Get<StorageAccount>().CreateMissingAsync(cancellation);
        await Get<PolicyArchive>().KeepActiveAsync(cancellation);
    }

    /// <summary>What the relay does after changes, then what the timer does, unless the host ends on the way.</summary>
    internal async Task RunAsync(IEnumerable<DecisionId> changed, CancellationToken cancellation)
    {
        try
        {
            // An event that could not be told of stays in the outbox, and the relay goes on with the others.
            foreach (var id in changed)
                await Get<OutboxRelay>().RelayAsync(id, cancellation);
            await Get<NoticeRound>().RunAsync(cancellation);
        }
        catch (HostEndedException)
        {
            Ended++;
        }
    }

    /// <summary>How often it ended while it sent.</summary>
    internal int Ended { get; private set; }

    /// <summary>What is done to a case; it fails if it is refused.</summary>
    internal async Task<Decision> DoAsync(Task<DecisionChange> change) => await change is DecisionChange.Done done
        ? done.Stored.Decision
        : throw new InvalidOperationException($"The change was refused: {change.Result}.");

    /// <summary>Somebody asks, and a person is to decide.</summary>
    internal async Task<Decision> AskAsync(DateTimeOffset at, string staffId, string language = "en")
    {
        var decision = StoredDecisions.PendingAt(at, Policy, staffId, language: language);
        decision = decision with { Case = Get<ReviewDeadline>().Open(at), Note = "We sing in a choir." };
        await Get<DecisionStore>().TryAddAsync(decision, CancellationToken.None);
        return decision;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    internal static async Task<int> ActAsync(string[] args)
    {
        // Ends the process with its input, so that it does not outlive the test run.
        var input = Task.Run(async () =>
        {
            await Console.In.ReadToEndAsync();
            Environment.Exit(1);
        });
        var seed = int.Parse(args[4], CultureInfo.InvariantCulture);
        var random = new Random(seed);
        EndPoint? first = seed switch { 1 or 2 => EndPoint.Opened, 3 => EndPoint.Claimed, 4 => EndPoint.Taken, _ => null };
        var points = 0;
        var time = new Clock { Now = DateTimeOffset.Parse(args[3], CultureInfo.InvariantCulture) };
        using var counted = Counting();
        await using var host = new NoticeHost(
            args[1], int.Parse(args[2], CultureInfo.InvariantCulture), time, EndsAt,
            [.. args[5..].Select(a => a.Split('=', 2)).Select(a => (a[0], a[1]))]);
        int before;
        do
        {
            before = points;
            await host.Get<OutboxRelay>().SweepAllAsync(CancellationToken.None);
            await host.Get<NoticeRound>().RunAsync(CancellationToken.None);
        }
        while (points > before);
        foreach (var line in host.Log.Lines)
            Console.WriteLine(line);
        return 0;

        bool EndsAt(EndPoint at)
        {
            points++;
            if (seed > 0 && (first is null ? random.Next(6) == 0 : at == first))
            {
                Console.WriteLine($"{KillMe}{at}");
                // The test kills the process meanwhile.
                input.Wait();
            }
            return false;
        }
    }

    // Prints what the counter of lost notices counts.
    private static MeterListener Counting()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == FriendingTelemetry.Name && instrument.Name == "friending.notices.lost")
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            Console.WriteLine($"{instrument.Name} {value} {tags[0].Value}"));
        listener.Start();
        return listener;
    }

    private sealed class HostEndedException : Exception;

    private sealed class Ending(Func<EndPoint, bool> chance) : IEventListener
    {
        public Task HearAsync(string what, Decision decision, int revision, CancellationToken cancellation)
        {
            EndPerhaps(EndPoint.Opened);
            return Task.CompletedTask;
        }

        internal void EndPerhaps(EndPoint at)
        {
            if (chance(at))
                throw new HostEndedException();
        }
    }

    private sealed class EndingTransport(IMailTransport transport, Ending ending) : IMailTransport
    {
        public bool IsConfigured => transport.IsConfigured;

        public async Task<IReadOnlyDictionary<string, string>> SendAsync(MimeMessage message, CancellationToken cancellation)
        {
            ending.EndPerhaps(EndPoint.Claimed);
            var refused = await transport.SendAsync(message, cancellation);
            ending.EndPerhaps(EndPoint.Taken);
            return refused;
        }
    }
}

/// <summary>A mail that a MailDev has taken.</summary>
internal sealed record TakenMail(string Id, DateTimeOffset Date, string Subject, IReadOnlyList<string> To, string Text, string Html)
{
    internal static async Task<IReadOnlyList<TakenMail>> AllAsync(Uri page, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = page };
        var mails = new List<TakenMail>();
        foreach (var mail in (await http.GetFromJsonAsync<JsonElement>("email", cancellation)).EnumerateArray())
        {
            var source = await http.GetStreamAsync($"email/{mail.GetProperty("id").GetString()}/source", cancellation);
            using var message = await MimeMessage.LoadAsync(source, cancellation);
            mails.Add(new(
                message.MessageId!, message.Date, message.Subject!, [.. message.To.Mailboxes.Select(m => m.Address)], message.TextBody!,
                message.HtmlBody!));
        }
        return mails;
    }

    internal bool IsAbout(Decision decision) => Text.Contains(decision.Id.ToString(), StringComparison.Ordinal);
}
