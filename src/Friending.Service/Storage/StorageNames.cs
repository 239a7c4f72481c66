namespace Friending.Service.Storage;

/// <summary>The tables the service keeps, as the code and the infrastructure templates name them.</summary>
public static class TableNames
{
    /// <summary>Decisions, and in the same partitions the outbox rows that tell of them and the keys of
    /// the messages they came in.</summary>
    public const string Decisions = "FriendingDecisions";

    /// <summary>Idempotency keys, each with the decision id that it was claimed for.</summary>
    public const string RequestKeys = "FriendingRequestKeys";

    /// <summary>Every policy document that has made a decision, by its hash, so that old decisions can be explained.</summary>
    public const string Policies = "FriendingPolicies";

    /// <summary>The decisions that wait for a reviewer.</summary>
    public const string Reviews = "FriendingReviews";

    /// <summary>The changes of decisions in the order of their commit, for readers with a cursor.</summary>
    public const string Feed = "FriendingFeed";

    /// <summary>Each person's decisions, newest first, under a keyed hash of their staff id.</summary>
    public const string ByStaff = "FriendingByStaff";

    /// <summary>Who is told of changes by a call, and where.</summary>
    public const string Subscriptions = "FriendingSubscriptions";

    /// <summary>What was sent of each week's digests, and what is still to be sent.</summary>
    public const string Digests = "FriendingDigests";

    /// <summary>Who is told what of a case, each once.</summary>
    public const string Notices = "FriendingNotices";

    /// <summary>What people did and which policy was chosen, each row with the hash of the one before.</summary>
    public const string Audit = "FriendingAudit";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Decisions, RequestKeys, Policies, Reviews, Feed, ByStaff, Subscriptions, Digests, Notices, Audit];
}

/// <summary>The queues the service reads and writes, as the code and the infrastructure templates name them.</summary>
public static class QueueNames
{
    /// <summary>Requests from flows and batch jobs.</summary>
    public const string Requests = "friending-requests";

    /// <summary>Requests that could not be read or decided, with the reason.</summary>
    public const string RequestsPoison = "friending-requests-poison";

    /// <summary>One event a decision and a change of its status.</summary>
    public const string Decisions = "friending-decisions";

    /// <summary>One event a digest, for flows.</summary>
    public const string Digests = "friending-digests";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Requests, RequestsPoison, Decisions, Digests];

    /// <summary>A message's time to live: it never expires. The queue service's own default of seven days
    /// would lose what nobody fetched.</summary>
    public static TimeSpan NeverExpires { get; } = TimeSpan.FromSeconds(-1);
}

/// <summary>
/// The blob containers the service writes, as the code and the infrastructure templates name them. In Azure each has an immutability
/// policy: what was written there can be neither changed nor deleted before its time, by the service or by anybody else.
/// </summary>
public static class ContainerNames
{
    /// <summary>Checkpoints of the audit trail, hashes of decisions and erasures: append blobs, a line each.</summary>
    public const string Audit = "friending-audit";

    /// <summary>Nightly exports of the tables.</summary>
    public const string Backups = "friending-backups";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Audit, Backups];
}
