namespace Friending.Service.Digests.Channels;

/// <summary>A way that digests go out. Optional: without its settings it is configured for nobody and never called.</summary>
public interface IDigestChannel
{
    /// <summary>Its name. It never changes, since deliveries are stored under it: <c>mail</c>, <c>teams</c> or <c>queue</c>.</summary>
    string Name { get; }

    /// <summary>Whether the settings send the digests of this audience this way.</summary>
    bool IsConfiguredFor(DigestAudience audience);

    /// <summary>
    /// Sends a digest once. May be called again for the same week and audience: after a failure, after a crash between sending
    /// and keeping that it was sent, and, with only those recipients left in <paramref name="audience"/>, where some were refused.
    /// </summary>
    /// <returns>Whom it reached. A recipient that was refused while others were reached is told, not thrown.</returns>
    /// <exception cref="DigestChannelException">It went to nobody; the message says why and holds no secret and no address.</exception>
    Task<DigestDelivery> SendAsync(Digest digest, DigestAudience audience, CancellationToken cancellation);
}

/// <summary>Whom a digest reached.</summary>
/// <param name="Reached">The recipients that took it; empty for a channel without recipients.</param>
/// <param name="Refused">The recipients that did not; they are tried again, and nobody else.</param>
public sealed record DigestDelivery(IReadOnlyList<string> Reached, IReadOnlyList<RefusedRecipient> Refused)
{
    /// <summary>A delivery by a channel without recipients.</summary>
    public static DigestDelivery Done { get; } = new([], []);

    /// <summary>A delivery that was accepted, by a channel that never tells whether it is shown.</summary>
    public static DigestDelivery Accepted { get; } = new([], []) { IsOnlyAccepted = true };

    /// <summary>Whether it was accepted only, not seen to arrive.</summary>
    public bool IsOnlyAccepted { get; private init; }
}

/// <summary>A recipient who was refused.</summary>
/// <param name="Recipient">The mail address, as the audience has it.</param>
/// <param name="Why">Why, such as the server's status code; without the address.</param>
public sealed record RefusedRecipient(string Recipient, string Why);

/// <summary>A channel could not send a digest to anybody.</summary>
/// <param name="message">Why, for the log and for whoever asked for it to be sent: without secret and address.</param>
/// <param name="inner">The error behind it.</param>
public sealed class DigestChannelException(string message, Exception? inner = null) : Exception(message, inner);
