namespace Friending.Service.Digests.Channels;

/// <summary>Settings, section <c>DigestQueue</c>: digests for flows.</summary>
public sealed class DigestQueueOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "DigestQueue";

    /// <summary>Whether digests are put on the queue `friending-digests`, where they stay until a flow takes them.</summary>
    public bool Enabled { get; set; }
}
