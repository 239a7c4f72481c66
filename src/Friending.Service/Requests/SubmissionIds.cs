using System.Security.Cryptography;
using System.Text.Json;
using Friending.Service.Decisions;

namespace Friending.Service.Requests;

/// <summary>The decision id that a submission has, or what it comes to without one.</summary>
/// <param name="Id">The id.</param>
/// <param name="Message">The key of the queue message, where it is to be claimed in the transaction that writes the decision.</param>
/// <param name="Settled">The earlier decision under the same key, or the conflict; null: the decision is to be made.</param>
public sealed record SubmissionId(DecisionId Id, MessageKey? Message = null, Submission? Settled = null);

/// <summary>
/// Gives each submission its decision id, the same for every attempt: under the idempotency key of the sender, under the
/// queue message it came in, or as it was promised. So a request has one decision, however often it is submitted.
/// </summary>
public sealed class SubmissionIds(RequestKeyStore keys, MessageKeyStore messages, DecisionStore decisions, TimeProvider time)
{
    /// <summary>The id for a submission; a key is claimed for it.</summary>
    public async Task<SubmissionId> ClaimAsync(FriendRequest request, SubmissionOrigin origin, CancellationToken cancellation)
    {
        var id = origin.PromisedId ?? DecisionId.NewAt(time.GetUtcNow());
        if (origin.IdempotencyKey is { } key)
        {
            var bodyHash = HashOf(request);
            var claim = await keys.ClaimAsync(origin.Submitter, key, id, bodyHash, cancellation);
            if (claim.BodyHash != bodyHash)
                return new(claim.Id, Settled: new Submission.KeyConflict());
            return !claim.IsNew && await decisions.FindAsync(claim.Id, cancellation) is { } earlier
                ? new(claim.Id, Settled: new Submission.Decided(earlier, IsNew: false))
                : new(claim.Id);
        }
        if (origin.Message is not { } message)
            return new(id);
        id = message.NewIdAt(time.GetUtcNow());
        return DecisionKeys.PartitionOf(id) == message.Partition
            ? new(id, message) : new(await messages.ClaimAsync(message, id, cancellation));
    }

    /// <summary>
    /// The id, where the message's key could not be claimed with the decision since another delivery has claimed it: for a
    /// decision that exists, or for one that the other delivery did not come to write.
    /// </summary>
    public async Task<DecisionId> ClaimedByOtherAsync(SubmissionId refused, CancellationToken cancellation) =>
        refused.Message is { } message ? await messages.ClaimAsync(message, refused.Id, cancellation) : refused.Id;

    /// <summary>The decision that an earlier attempt at the same submission made; null if there is none.</summary>
    public async Task<DecisionId?> FindDecidedAsync(FriendRequest request, SubmissionOrigin origin, CancellationToken cancellation)
    {
        var id = origin.PromisedId;
        if (origin.IdempotencyKey is { } key)
            id = await keys.FindAsync(origin.Submitter, key, cancellation) is { } claim && claim.BodyHash == HashOf(request)
                ? claim.Id : null;
        else if (origin.Message is { } message)
            id = await messages.FindAsync(message, cancellation);
        return id is { } decided && await decisions.FindAsync(decided, cancellation) is not null ? id : null;
    }

    /// <summary>SHA-256 of the request as it was understood, lower-case hex: white space and the order of
    /// members make no difference.</summary>
    public static string HashOf(FriendRequest request) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(request, ServiceJson.Web.FriendRequest)));
}
