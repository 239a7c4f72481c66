using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Friending.Service.Storage;

namespace Friending.Service.Auditing;

/// <summary>
/// A row of the audit trail. Its hash covers its number, its content and the hash of the row before, so a row that is
/// changed, missing or moved breaks the chain. Who acted is covered through a salted hash of their id only: the id can be
/// erased later, and the chain still holds.
/// </summary>
internal sealed record AuditRow
{
    /// <summary>One partition holds the chain: people's acts are few, and a transaction must reach head and row.</summary>
    internal const string Partition = "trail";

    /// <summary>What the first row has in place of a row before.</summary>
    internal const string Genesis = "";

    private const string Prefix = RowPrefix.AuditRow;

    /// <summary>1 for the first, then without gaps.</summary>
    internal required long Number { get; init; }

    /// <summary>When it was appended, ISO 8601, UTC, to the tick.</summary>
    internal required string At { get; init; }

    internal required string What { get; init; }

    internal required string Subject { get; init; }

    internal required string Detail { get; init; }

    /// <summary>Who acted; null if nobody did, or the id has been erased.</summary>
    internal string? Actor { get; init; }

    /// <summary>Random; erased with the actor, since without it the hash tells nothing.</summary>
    internal string? ActorSalt { get; init; }

    /// <summary>SHA-256 of salt and actor, hex; empty if nobody acted.</summary>
    internal required string ActorHash { get; init; }

    /// <summary>SHA-256 of the key that keeps the entry from being appended again, hex; empty if it has none.</summary>
    internal required string Mark { get; init; }

    /// <summary>The hash of the row before.</summary>
    internal required string Previous { get; init; }

    /// <summary>The row's own hash as it was written.</summary>
    internal string Hash { get; init; } = "";

    /// <summary>The key of the row with that number; sorts by number.</summary>
    internal static string KeyOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D12}");

    /// <summary>The row that follows another.</summary>
    internal static AuditRow After(long number, string hash, AuditEntry entry, DateTimeOffset at)
    {
        var salt = entry.Actor is null ? null : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var row = new AuditRow
        {
            Number = number + 1,
            At = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            What = entry.What,
            Subject = entry.Subject,
            Detail = entry.Detail,
            Actor = entry.Actor,
            ActorSalt = salt,
            ActorHash = entry.Actor is null ? "" : HashOf(salt!, entry.Actor),
            Mark = entry.Key is null ? "" : MarkOf(entry.Key),
            Previous = hash,
        };
        return row with { Hash = row.ComputeHash() };
    }

    /// <summary>The mark of an entry with this key. Keys may hold what a row key cannot.</summary>
    internal static string MarkOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The hash that the row's content and place give.</summary>
    internal string ComputeHash() =>
        HashOf(Number.ToString(CultureInfo.InvariantCulture), At, What, Subject, Detail, ActorHash, Mark, Previous);

    /// <summary>Whether the actor, if still there, is the one that was written.</summary>
    internal bool HasItsActor() => Actor is null ? ActorSalt is null : ActorSalt is not null && HashOf(ActorSalt, Actor) == ActorHash;

    internal TableEntity ToEntity() => new(Partition, KeyOf(Number))
    {
        [nameof(At)] = At,
        [nameof(What)] = What,
        [nameof(Subject)] = Subject,
        [nameof(Detail)] = Detail,
        [nameof(Actor)] = Actor,
        [nameof(ActorSalt)] = ActorSalt,
        [nameof(ActorHash)] = ActorHash,
        [nameof(Mark)] = Mark,
        [nameof(Previous)] = Previous,
        [nameof(Hash)] = Hash,
    };

    /// <summary>A row as it was read; what somebody removed reads as empty, and then does not fit its hash.</summary>
    internal static AuditRow Of(TableEntity entity) => new()
    {
        Number = entity.RowKey.StartsWith(Prefix, StringComparison.Ordinal)
            && long.TryParse(entity.RowKey.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : 0,
        At = entity.GetString(nameof(At)) ?? "",
        What = entity.GetString(nameof(What)) ?? "",
        Subject = entity.GetString(nameof(Subject)) ?? "",
        Detail = entity.GetString(nameof(Detail)) ?? "",
        Actor = entity.GetString(nameof(Actor)),
        ActorSalt = entity.GetString(nameof(ActorSalt)),
        ActorHash = entity.GetString(nameof(ActorHash)) ?? "",
        Mark = entity.GetString(nameof(Mark)) ?? "",
        Previous = entity.GetString(nameof(Previous)) ?? "",
        Hash = entity.GetString(nameof(Hash)) ?? "",
    };

    // Each part with its length before it, so that no two lists of parts give the same bytes.
    private static string HashOf(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
