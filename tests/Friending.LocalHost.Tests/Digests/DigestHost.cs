using System.Globalization;
using Friending.Service;
using Friending.Service.Digests.Sending;
using Friending.Service.Storage;
using Friending.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Friending.LocalHost.Tests.Digests;

/// <summary>The service of a host with a clock of its own, and of the host only what its hourly timer does.</summary>
internal sealed class DigestHost : IAsyncDisposable
{
    /// <summary>
    /// As a process of its own: <c>act-as-digest-host STORAGE SMTP_PORT TIME SETTING=VALUE…</c> runs the timer once and prints its log.
    /// </summary>
    public const string Process = "act-as-digest-host";

    private readonly ServiceProvider _services;

    public DigestHost(string storage, int smtpPort, DateTimeOffset time, params (string Name, string Value)[] settings)
    {
        Time = new() { Now = time };
        var values = new Dictionary<string, string?>
        {
            ["Storage:ConnectionString"] = storage,
            ["Pseudonyms:Key"] = new('k', 32),
            ["Friending:TimeZone"] = "America/Chicago",
            ["Friending:PublicUrl"] = "https://friending.example.org",
            ["Digests:Recipients:0"] = "team@clinic.example",
            ["Digests:Recipients:1"] = "lead@clinic.example",
            ["Digests:Departments:0:Name"] = "Cardiology",
            ["Digests:Departments:0:Recipients:0"] = "cardiology@clinic.example",
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = smtpPort.ToString(CultureInfo.InvariantCulture),
            ["Smtp:Security"] = "None",
            ["Smtp:From"] = "Friending <friending@clinic.example>",
            ["Smtp:ListUnsubscribe"] = "mailto:friending@clinic.example?subject=unsubscribe",
        };
        foreach (var (name, value) in settings)
            values[name] = value;
        _services = new ServiceCollection()
            .AddLogging(l => l.AddProvider(Log))
            .AddSingleton<TimeProvider>(Time)
            .AddFriendingService(new ConfigurationBuilder().AddInMemoryCollection(values).Build())
            .BuildServiceProvider();
    }

    public Clock Time { get; }

    public LogCapture Log { get; } = new();

    public Task CreateTablesAsync(CancellationToken cancellation) =>
        _services.GetRequiredService<StorageAccount>().CreateMissingAsync(cancellation);

    /// <summary>What the timer does.</summary>
    public Task SendDueAsync(CancellationToken cancellation) => _services.GetRequiredService<DigestSender>().SendDueAsync(cancellation);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    public static async Task<int> ActAsync(string[] args)
    {
        var settings = args[4..].Select(s => s.Split('=', 2)).Select(s => (s[0], s[1])).ToArray();
        await using var host =
            new DigestHost(
            args[1], int.Parse(args[2], CultureInfo.InvariantCulture), DateTimeOffset.Parse(args[3], CultureInfo.InvariantCulture),
            settings);
        await host.SendDueAsync(CancellationToken.None);
        foreach (var line in host.Log.Lines)
            Console.WriteLine(line);
        return 0;
    }

    /// <summary>A clock that goes on only when it is told to.</summary>
    internal sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
