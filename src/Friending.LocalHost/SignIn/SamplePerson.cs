using Friending.Api.Pipeline.Authentication;

namespace Friending.LocalHost.SignIn;

/// <summary>Somebody made up, to sign in as on a developer's machine.</summary>
/// <param name="Id">Names the person in the picker's form.</param>
/// <param name="StaffId">Their staff id.</param>
/// <param name="Name">Their name.</param>
/// <param name="Position">What they do.</param>
/// <param name="Roles">Their roles in the service.</param>
internal sealed record SamplePerson(string Id, string StaffId, string Name, string Position, params Role[] Roles)
{
    /// <summary>Everybody in the picker.</summary>
    internal static IReadOnlyList<SamplePerson> All { get; } =
    [
        new("nurse", "rn-1042", "Nora Lind", "Registered nurse"),
        new("physician", "md-2011", "Peter Osei", "Physician"),
        new("manager", "mg-3007", "Maria Keller", "Department manager"),
        new("front-desk", "fd-4023", "Frank Duarte", "Front desk, no care role"),
        new("reviewer", "sm-5001", "Rosa Blum", "Social media team", Role.Review),
        new("auditor", "ca-6002", "Adam Yilmaz", "Compliance", Role.Audit),
        new("administrator", "it-7004", "Ida Novak", "Runs the service", Role.Audit, Role.Admin),
    ];
}
