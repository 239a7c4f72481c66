using System.Reflection;
using System.Security.Claims;
using Friending.Service;
using Friending.Service.Decisions;
using Friending.Service.Reviews;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>Who calls: a program with a key, or a person who signed in.</summary>
public sealed class Caller : IBindableFromHttpContext<Caller>
{
    /// <summary>The claim that holds a person's staff id; a program has none.</summary>
    internal const string StaffIdClaim = "friending/staff-id";

    private readonly HashSet<Role> _roles;

    internal Caller(ClaimsPrincipal principal)
    {
        _roles = [.. Enum.GetValues<Role>().Where(r => principal.IsInRole(r.ToString()))];
        StaffId = principal.FindFirst(StaffIdClaim)?.Value;
        Identity = StaffId is { } id ? $"person:{id}" : $"key:{principal.Identity?.Name}";
    }

    /// <summary>The staff id of a person; null for a program.</summary>
    public string? StaffId { get; }

    /// <summary>Who it is, for the record: <c>key:NAME</c> or <c>person:STAFFID</c>. What an idempotency key belongs to.</summary>
    public string Identity { get; }

    /// <summary>Who acts, for the record of a decision: a staff id, or <c>key:NAME</c>.</summary>
    public string Actor => StaffId ?? Identity;

    /// <summary>Who it is as a reviewer.</summary>
    public Reviewer Reviewer => new(Actor, StaffId);

    /// <summary>Who calls an endpoint; authorization made sure that somebody does.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => new(new Caller(context.User));

    /// <summary>Whether the caller has the role.</summary>
    public bool Has(Role role) => _roles.Contains(role);

    /// <summary>Whether the caller asked for this decision themselves.</summary>
    public bool Owns(Decision decision) => IsAbout(decision.Staff.Id);

    /// <summary>Whether the caller may read this decision: its owner, reviewers and auditors may.</summary>
    public bool MayRead(Decision decision) => MayReadOf(decision.Staff.Id);

    /// <summary>Whether the caller may read what is about this staff member.</summary>
    public bool MayReadOf(string? staffId) => Has(Role.Review) || Has(Role.Audit) || IsAbout(staffId);

    private bool IsAbout(string? staffId) => StaffIds.AreSame(StaffId, staffId);
}
