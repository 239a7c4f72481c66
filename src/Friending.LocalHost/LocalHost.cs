using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Friending.Api;
using Friending.Api.Pipeline.Authentication;
using Friending.Api.Pipeline.RateLimits;
using Friending.LocalHost.Emulators;
using Friending.LocalHost.SignIn;
using Friending.Service;
using Friending.Service.Outbox;
using Friending.Service.Policies;
using Friending.Service.Storage;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Friending.LocalHost;

/// <summary>
/// The service on a developer's machine: emulators for storage and mail, the HTTP operations under Kestrel on loopback, and
/// the key <c>local-dev</c> that may do everything.
/// </summary>
public sealed class LocalHost : IAsyncDisposable
{
    /// <summary>The key that the local host accepts, on loopback only.</summary>
    public const string DevelopmentKey = "local-dev";

    internal const int DefaultPort = 7071;

    private static readonly KeyValuePair<string, string?> s_pseudonymKey =
        new($"{PseudonymOptions.Section}:Key", "a key for a developer's machine, which guards nobody");

    private readonly WebApplication _app;
    private readonly RunningEmulators _emulators;

    private readonly SampleForm? _sampleForm;

    private LocalHost(WebApplication app, RunningEmulators emulators, SampleForm? sampleForm) =>
        (_app, _emulators, _sampleForm) = (app, emulators, sampleForm);

    /// <summary>Where the operations are served.</summary>
    public Uri Address => new(_app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    /// <summary>Where the sample intranet page is served, an origin of its own; null where it is not.</summary>
    public Uri? SampleFormAddress => _sampleForm?.Address;

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The emulators that the host started.</summary>
    public RunningEmulators Emulators => _emulators;

    /// <summary>Starts, greets, shows the demo if that is asked for, and serves until it is stopped.</summary>
    /// <param name="settings">Settings as <c>--Section:Name=value</c>.</param>
    /// <param name="demo">Whether to show the demo.</param>
    /// <param name="stopped">Stops it.</param>
    /// <returns>The program's exit code.</returns>
    internal static async Task<int> RunAsync(string[] settings, bool demo, CancellationToken stopped)
    {
        Console.WriteLine(
            "Friending is starting: first storage and mail (the first time they are installed, about half a minute), then the service…");
        // A setting that is given comes later and holds.
        await using var host = await StartAsync(
            demo ? [$"--{SampleFormOptions.Section}:{nameof(SampleFormOptions.Port)}=0", .. settings] : settings, Console.Out, stopped);
        // Whoever reads a mail on this machine reaches the service where it listens.
        host.Services.GetRequiredService<IOptions<PublicUrlOptions>>().Value.PublicUrl ??= host.Address.AbsoluteUri.TrimEnd('/');
        Greeting.Print(host, Console.Out);
        if (demo && !await Demo.RunAsync(host, Console.Out, stopped))
            return CommandLine.Failed;
        await host._app.WaitForShutdownAsync(stopped);
        return CommandLine.Done;
    }

    /// <summary>Starts the emulators alone, says how to reach them, and keeps them until it is stopped.</summary>
    /// <param name="settings">Settings as <c>--Section:Name=value</c>.</param>
    /// <param name="stopped">Stops it.</param>
    /// <returns>The program's exit code.</returns>
    internal static async Task<int> RunEmulatorsAsync(string[] settings, CancellationToken stopped)
    {
        Console.WriteLine("The emulators are starting…");
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build();
        await using var emulators = await RunningEmulators.StartAsync(OptionsOf(configuration), Console.Out, stopped);
        Greeting.Print(emulators, Console.Out);
        await Task.Delay(Timeout.Infinite, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return CommandLine.Done;
    }

    /// <summary>Starts the emulators that are asked for and serves the operations.</summary>
    /// <param name="args">Settings as <c>--Section:Name=value</c>, and <c>--Port=…</c> and <c>--Fresh=…</c>.</param>
    /// <param name="console">Told what takes its time.</param>
    /// <param name="cancellation">Gives up the start.</param>
    /// <param name="configure">Changes the application before it is built; for tests.</param>
    public static async Task<LocalHost> StartAsync(
        string[] args, TextWriter console, CancellationToken cancellation, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            EnvironmentName = Environments.Development,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(DevelopmentKeySettings());
        builder.Services.AddSingleton<IStartupFilter, LocalCalls>();
        // A developer's machine serves its developer, also under load tests; a setting can say otherwise.
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [.. RateLimitOptions.None, s_pseudonymKey] });
        // The host's own messages say what to open; per-request lines would bury them.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
            // Why it could not start is told in one line.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
            // Anchors of the audit trail are for a log that is kept.
            .AddFilter<ConsoleLoggerProvider>("Friending.Service.Auditing", LogLevel.Warning);
        configure?.Invoke(builder);

        var port = builder.Configuration.GetValue("Port", DefaultPort);
        PortCheck.EnsureFree(port, "the service", "--port");
        var options = OptionsOf(builder.Configuration);
        options.Storage &= string.IsNullOrEmpty(builder.Configuration["Storage:ConnectionString"]);
        // Beside what follows: it is a good part of the start.
        var policy = Task.Run(() => PolicyFiles.LoadConfigured(builder.Configuration), cancellation);
        builder.Services.AddFriendingService(builder.Configuration, policy);
        // A policy that is refused is reported before the emulators start, which takes seconds.
        if (options.Storage || options.Mail)
            await policy;
        var emulators = await RunningEmulators.StartAsync(options, console, cancellation);
        SampleForm? sampleForm = null;
        try
        {
            if (emulators.StorageConnectionString is { } storage)
                builder.Configuration["Storage:ConnectionString"] = storage;
            if (emulators.SmtpPort is { } smtpPort && string.IsNullOrEmpty(builder.Configuration["Smtp:Host"]))
                builder.Configuration.AddInMemoryCollection(DevelopmentMailSettings(smtpPort));
            builder.Services.AddFriendingApi(builder.Configuration);
            SampleSignIn.AddTo(builder);
            builder.Services.AddFriendingTelemetry(builder.Configuration);
            builder.Services.Configure<CallbackOptions>(o => o.AllowLocal());
            if (builder.Configuration.GetValue("Pump", true))
                builder.Services.AddHostedService(QueuePump.ForRequests);
            builder.Services.AddHostedService<Timers>();
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                if (port == 0)
                    kestrel.Listen(IPAddress.Loopback, 0);
                else
                    kestrel.ListenLocalhost(port);
            });
            WebApplication? app = null;
            var form = builder.Configuration.GetSection(SampleFormOptions.Section).Get<SampleFormOptions>();
            if (form?.Port is { } formPort)
            {
                sampleForm = await SampleForm.StartAsync(formPort, () => app!, cancellation);
                SampleForm.Allow(sampleForm.Address, builder.Services);
            }
            if (form?.Origin is { } origin)
                SampleForm.Allow(new(origin), builder.Services);
            app = builder.Build();
            app.UseFriending();
            SampleSignIn.MapTo(app);
            // Opening the account, which sends nothing, takes about as long as the policy.
            var account = app.Services.GetRequiredService<StorageAccount>();
            await policy;
            if (builder.Configuration.GetValue("Storage:CreateMissing", true))
                await account.CreateMissingAsync(cancellation);
            await app.StartAsync(cancellation);
            return new(app, emulators, sampleForm);
        }
        catch
        {
            if (sampleForm is not null)
                await sampleForm.DisposeAsync();
            await emulators.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops serving, then ends the emulators.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_sampleForm is not null)
            await _sampleForm.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _emulators.DisposeAsync();
    }

    private static EmulatorOptions OptionsOf(IConfiguration configuration)
    {
        var options = configuration.GetSection(EmulatorOptions.Section).Get<EmulatorOptions>() ?? new();
        options.Fresh |= configuration.GetValue("Fresh", false);
        return options;
    }

    // Mail goes to the emulator's page: digests for the organisation and for a department of the samples, and notices of cases.
    private static Dictionary<string, string?> DevelopmentMailSettings(int port) => new()
    {
        ["Smtp:Host"] = "127.0.0.1",
        ["Smtp:Port"] = port.ToString(CultureInfo.InvariantCulture),
        ["Smtp:Security"] = "None",
        ["Smtp:From"] = "Friending <friending@example.org>",
        ["Digests:Recipients:0"] = "social-media@example.org",
        ["Digests:Departments:0:Name"] = "Cardiology",
        ["Digests:Departments:0:Recipients:0"] = "cardiology-lead@example.org",
        ["Notices:Enabled"] = "true",
        ["Notices:StaffAddress"] = "{id}@example.org",
        ["Notices:Team:0"] = "social-media@example.org",
        ["Notices:Escalation:0"] = "compliance@example.org",
    };

    private static Dictionary<string, string?> DevelopmentKeySettings()
    {
        var settings = new Dictionary<string, string?>
        {
            [$"{KeysOptions.Section}:{DevelopmentKey}:Sha256"] =
                Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(DevelopmentKey))),
            [$"{KeysOptions.Section}:{DevelopmentKey}:LoopbackOnly"] = "true",
        };
        foreach (var role in Enum.GetValues<Role>())
            settings[$"{KeysOptions.Section}:{DevelopmentKey}:Roles:{(int)role}"] = role.ToString();
        return settings;
    }
}
