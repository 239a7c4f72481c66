using Friending.Service;
using Friending.Service.Requests;

namespace Friending.Api.Endpoints.Requests;

/// <summary>A signed-in person asks for themselves; only callers with <see cref="Role.Submit"/> ask for others.</summary>
internal static class OnBehalf
{
    internal static ProblemResult Refused { get; } =
        Problems.Forbidden("You may ask for yourself only: leave staff.id out, or give your own.");

    /// <summary>The request, with the staff id of a person who left it out; null if it is another's and the
    /// caller may not ask for others.</summary>
    internal static FriendRequest? FillIn(FriendRequest request, Caller caller)
    {
        if (caller.StaffId is not { } own)
            return request;
        if (request.Staff?.Id is null)
            request = request with { Staff = (request.Staff ?? new()) with { Id = own } };
        // Another spelling and their object id are theirs too; what is kept, and shown, is the user name.
        if (StaffIds.AreSame(request.Staff!.Id, own) || StaffIds.AreSame(request.Staff.Id, caller.ObjectId))
            return request with { Staff = request.Staff with { Id = own } };
        return caller.Has(Role.Submit) ? request : null;
    }
}
