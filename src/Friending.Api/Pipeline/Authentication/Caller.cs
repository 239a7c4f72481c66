using System.Reflection;
using System.Security.Claims;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>Who calls: a program with a key, or a person who signed in.</summary>
public sealed class Caller : IBindableFromHttpContext<Caller>
{
    /// <summary>The claim that holds a person's staff id; a program has none.</summary>
    internal const string StaffIdClaim = "friending/staff-id";

    /// <summary>The claim that holds the identity provider's id of a person.</summary>
    internal const string ObjectIdClaim = "friending/object-id";

    private readonly ClaimsPrincipal _principal;

    internal Caller(ClaimsPrincipal principal)
    {
        _principal = principal;
        StaffId = principal.FindFirst(StaffIdClaim)?.Value;
        ObjectId = principal.FindFirst(ObjectIdClaim)?.Value;
    }

    /// <summary>The staff id of a person; null for a program.</summary>
    public string? StaffId { get; }

    /// <summary>The id that a person keeps when their user name changes, Entra's <c>oid</c>; null where the token has none.</summary>
    public string? ObjectId { get; }

    /// <summary>Who it is, for the record: <c>key:NAME</c> or <c>person:ID</c>. What an idempotency key belongs to.</summary>
    public string Identity => (ObjectId ?? StaffId) is { } id ? $"person:{id}" : $"key:{_principal.Identity?.Name}";

    /// <summary>Who acts, for the record of a decision: a staff id, or <c>key:NAME</c>.</summary>
    public string Actor => StaffId ?? Identity;

    /// <summary>Who it is as a reviewer.</summary>
    public Reviewer Reviewer => new(Actor, StaffId, ObjectId);

    /// <summary>Who calls an endpoint; authorization made sure that somebody does.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => new(new Caller(context.User));

    /// <summary>Whether the caller has the role.</summary>
    public bool Has(Role role) => _principal.IsInRole(role.ToString());

    /// <summary>Whether the caller asked for this decision themselves.</summary>
    public bool Owns(Decision decision) => decision.IsAskedBy(StaffId, ObjectId);

    /// <summary>Whether the caller may read this decision: its owner, reviewers and auditors may.</summary>
    public bool MayRead(Decision decision) => MayReadOf(decision.AskedBy, decision.Staff.Id);

    /// <summary>Whether the caller may read a request: whoever asked, see <see cref="Asker.Is"/>, reviewers and auditors may.</summary>
    internal bool MayReadOf(string? askedBy, string? staffId) =>
        Has(Role.Review) || Has(Role.Audit) || Asker.Is(askedBy, staffId, StaffId, ObjectId);
}
