using System.Security.Cryptography;
using System.Text;
using Friending.Service.Decisions;

namespace Friending.Service.Requests;

/// <summary>
/// A queue message as its own idempotency key: the same at every delivery. Its row is in the partition that a decision made on the
/// day of the message has, so that the transaction that writes the decision can claim the key as well.
/// </summary>
public sealed class MessageKey
{
    private readonly int _shard;

    /// <summary>The key of a message.</summary>
    /// <param name="messageId">The queue's id of it.</param>
    /// <param name="insertedOn">When it was put on the queue.</param>
    public MessageKey(string messageId, DateTimeOffset insertedOn)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(messageId));
        _shard = hash[0] % DecisionKeys.Shards;
        Partition = DecisionKeys.Partition(_shard, DecisionKeys.DayOf(insertedOn));
        Row = DecisionKeys.MessageRowOf(Convert.ToHexStringLower(hash));
    }

    /// <summary>The partition of the key's row.</summary>
    internal string Partition { get; }

    /// <summary>The key's row.</summary>
    internal string Row { get; }

    /// <summary>A new id for the message's decision, made at <paramref name="time"/>: in <see cref="Partition"/> if that
    /// is the day of the message.</summary>
    internal DecisionId NewIdAt(DateTimeOffset time)
    {
        // One id in sixteen.
        DecisionId id;
        do
            id = DecisionId.NewAt(time);
        while (DecisionKeys.ShardOf(id) != _shard);
        return id;
    }
}
