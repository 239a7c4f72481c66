namespace Friending.LocalHost.Emulators;

/// <summary>The emulators of a local host: storage and mail. Disposing ends them, after they have saved what they hold.</summary>
public sealed class RunningEmulators : IAsyncDisposable
{
    private readonly StateFolder? _state;
    private Azurite? _azurite;
    private MailDev? _mailDev;

    private RunningEmulators(StateFolder? state) => _state = state;

    /// <summary>The connection string of the storage, or null if that is not emulated.</summary>
    public string? StorageConnectionString => _azurite?.ConnectionString;

    /// <summary>The port of the SMTP server on loopback, or null if mail is not emulated.</summary>
    public int? SmtpPort => _mailDev?.SmtpPort;

    /// <summary>The web page that shows the mail, or null if mail is not emulated.</summary>
    public Uri? MailPageUrl => _mailDev?.PageUrl;

    /// <summary>
    /// Starts what the options ask for, on loopback, and returns once it answers. Installs the emulators on first use, and waits for
    /// those that a killed host has left to be gone.
    /// </summary>
    /// <param name="options">What to start and where.</param>
    /// <param name="console">Told what takes its time, and when an emulator ends without having been asked to.</param>
    /// <param name="cancellationToken">Gives up the start; nothing is left running.</param>
    /// <exception cref="EmulatorException">
    /// Node.js is missing or too old, a port or the state folder is taken, the installation failed, or an emulator did not start.
    /// The message says what to do; nothing is left running.
    /// </exception>
    public static async Task<RunningEmulators> StartAsync(
        EmulatorOptions options, TextWriter console, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var wanted = options.Storage || options.Mail;
        var emulators = new RunningEmulators(wanted && !options.InMemory ? StateFolder.Open(options.StateFolder) : null);
        try
        {
            if (wanted)
                await emulators.StartWantedAsync(options, console, cancellationToken);
            return emulators;
        }
        catch
        {
            await emulators.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the emulators and lets go of the state folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(EndAsync(_azurite), EndAsync(_mailDev));
        _state?.Dispose();
    }

    /// <summary>The ports of the storage, or null if that is not emulated.</summary>
    internal (int Blob, int Queue, int Table)? StoragePorts =>
        _azurite is null ? null : (_azurite.BlobPort, _azurite.QueuePort, _azurite.TablePort);

    /// <summary>The process ids of the emulators.</summary>
    internal IEnumerable<int> ProcessIds => new[] { _azurite?.ProcessId, _mailDev?.ProcessId }.OfType<int>();

    private static async Task EndAsync(IAsyncDisposable? emulator)
    {
        if (emulator is not null)
            await emulator.DisposeAsync();
    }

    private async Task StartWantedAsync(EmulatorOptions options, TextWriter console, CancellationToken cancellationToken)
    {
        if (_state is not null)
        {
            await _state.EndOrphansAsync(cancellationToken);
            if (options.Fresh)
                _state.Empty();
        }

        foreach (var (port, purpose, setting) in options.Ports())
            PortCheck.EnsureFree(port, purpose, setting);

        var node = await NodeRuntime.FindAsync(Environment.GetEnvironmentVariable("PATH"), cancellationToken);
        await NpmPackages.InstallAsync(node, NpmPackages.SourceFolder, console, cancellationToken);

        // Each is kept as soon as it runs, so that it is ended too if the other does not start.
        await Task.WhenAll(
            options.Storage ? StartAzuriteAsync() : Task.CompletedTask,
            options.Mail ? StartMailDevAsync() : Task.CompletedTask);

        async Task StartAzuriteAsync() => _azurite = await Azurite.StartAsync(node, options, _state, console, cancellationToken);
        async Task StartMailDevAsync() => _mailDev = await MailDev.StartAsync(node, options, _state, console, cancellationToken);
    }
}
