using System.Reflection;

namespace Friending.LocalHost.Emulators;

/// <summary>What the local host emulates and where: the configuration section <c>Emulators</c>.</summary>
public sealed class EmulatorOptions
{
    /// <summary>The configuration section that is bound to this class.</summary>
    public const string Section = "Emulators";

    /// <summary>Whether to start Azurite. Off where <c>Storage:ConnectionString</c> names a storage that exists.</summary>
    public bool Storage { get; set; } = true;

    /// <summary>Whether to start MailDev. Off where mail goes elsewhere or nowhere.</summary>
    public bool Mail { get; set; } = true;

    /// <summary>Port of Azurite's blob service; 0 takes any free one. Azurite's own default.</summary>
    public int BlobPort { get; set; } = 10000;

    /// <summary>Port of Azurite's queue service; 0 takes any free one. Azurite's own default.</summary>
    public int QueuePort { get; set; } = 10001;

    /// <summary>Port of Azurite's table service; 0 takes any free one. Azurite's own default.</summary>
    public int TablePort { get; set; } = 10002;

    /// <summary>Port on which MailDev takes mail by SMTP; 0 takes any free one. MailDev's own default.</summary>
    public int SmtpPort { get; set; } = 1025;

    /// <summary>Port of the web page that shows the mail; 0 takes any free one. MailDev's own default.</summary>
    public int MailPagePort { get; set; } = 1080;

    /// <summary>Keeps nothing on disk, and no <see cref="StateFolder"/>: what is stored is gone when the emulators stop.</summary>
    public bool InMemory { get; set; }

    /// <summary>
    /// Where blobs, tables, queues and mail are kept between runs: <c>.friending</c> at the root of the repository unless told otherwise.
    /// A relative path counts from the current folder. One host at a time.
    /// </summary>
    public string StateFolder { get; set; } = DefaultStateFolder;

    /// <summary>Empties the <see cref="StateFolder"/> before starting.</summary>
    public bool Fresh { get; set; }

    /// <summary>
    /// Has Azurite write every request to <c>azurite.log</c> in the <see cref="StateFolder"/>. Slow, and it holds what is stored.
    /// </summary>
    public bool DebugLog { get; set; }

    private static string DefaultStateFolder => typeof(EmulatorOptions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == nameof(StateFolder)).Value!;

    /// <summary>The ports of the emulators that these options start, each with what it is for and its setting.</summary>
    internal IEnumerable<(int Port, string Purpose, string Setting)> Ports()
    {
        if (Storage)
        {
            yield return (BlobPort, "Azurite's blob service", $"{Section}:{nameof(BlobPort)}");
            yield return (QueuePort, "Azurite's queue service", $"{Section}:{nameof(QueuePort)}");
            yield return (TablePort, "Azurite's table service", $"{Section}:{nameof(TablePort)}");
        }

        if (Mail)
        {
            yield return (SmtpPort, "MailDev's SMTP server", $"{Section}:{nameof(SmtpPort)}");
            yield return (MailPagePort, "MailDev's web page", $"{Section}:{nameof(MailPagePort)}");
        }
    }

    /// <summary>Refuses ports that no computer has and one port for two purposes.</summary>
    /// <exception cref="EmulatorException">A setting cannot be used; the message names it.</exception>
    internal void Validate()
    {
        var settings = new Dictionary<int, string>();
        foreach (var (port, _, setting) in Ports())
        {
            if (port is < 0 or > 65535)
                throw new EmulatorException($"{setting} is {port}. A port is a number from 1 to 65535, or 0 for any free one.");
            if (port != 0 && !settings.TryAdd(port, setting))
                throw new EmulatorException($"{settings[port]} and {setting} are both {port}. Give each its own port.");
        }
    }
}
