namespace Friending.Service.Decisions;

/// <summary>
/// Who asked a request. A person who signed in is known by their object id alone: a user name may change, and be given to somebody else.
/// Where a form or flow asked, it named the person by their user name or object id, and either is theirs.
/// </summary>
public static class Asker
{
    /// <summary>Whether the request is this person's.</summary>
    /// <param name="askedBy">The object id of whoever signed in and asked for themselves; null where none did.</param>
    /// <param name="about">The staff id that the request names.</param>
    /// <param name="staffId">The person's staff id; null for a program.</param>
    /// <param name="objectId">The person's object id; null where it is not known.</param>
    public static bool Is(string? askedBy, string? about, string? staffId, string? objectId) => askedBy is not null
        ? StaffIds.AreSame(askedBy, objectId)
        : StaffIds.AreSame(about, staffId) || StaffIds.AreSame(about, objectId);
}
