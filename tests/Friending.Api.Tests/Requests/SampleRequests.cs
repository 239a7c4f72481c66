namespace Friending.Api.Tests;

/// <summary>Request bodies that tests vary.</summary>
internal static class SampleRequests
{
    /// <summary>A patient in care, staff in a care role, nothing else between them: 7.7.</summary>
    internal const string PatientInCare = """
        {"staff":{"id":"rn-1042","careRole":true,"role":"Registered nurse","department":"Cardiology"},"platform":"Facebook","direction":"accept",
         "otherParty":{"patient":"current"},"circumstances":{"friendshipPredatesCare":false,"wouldBreakBread":false}}
        """;

    /// <summary>As <see cref="PatientInCare"/>, with unusual circumstances: 7.4, a reviewer decides.</summary>
    internal static string Unusual(string staffId) =>
        With("""{"friendshipPredatesCare":false,"wouldBreakBread":false,"otherUnusual":true}""")
            .Replace("rn-1042", staffId, StringComparison.Ordinal);

    /// <summary>As <see cref="PatientInCare"/>, with circumstances and other members of one's own.</summary>
    internal static string With(string circumstances, string more = "", string patient = "current", string direction = "accept") => $$"""
        {"staff":{"id":"rn-1042","careRole":true},"platform":"Facebook","direction":"{{direction}}",
         "otherParty":{"patient":"{{patient}}"},"circumstances":{{circumstances}}{{more}}}
        """;
}
