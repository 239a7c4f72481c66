using Friending.LocalHost.Emulators;
using Xunit;

namespace Friending.LocalHost.Tests;

/// <summary>Tests that need storage and a mail server of their own, in memory.</summary>
public abstract class StorageAndMail : IAsyncLifetime
{
    private Azurite? _azurite;
    private MailDev? _mail;

    /// <summary>The storage emulator.</summary>
    protected Azurite Storage => _azurite!;

    /// <summary>The mail server, with a page that shows what came.</summary>
    protected MailDev Mail => _mail!;

    /// <summary>Ends waits when the test run ends.</summary>
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartInMemoryAsync(Cancellation);
        _mail = await MailDev.StartInMemoryAsync(Cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
            await _azurite.DisposeAsync();
        if (_mail is not null)
            await _mail.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
