using Friending.Policy;
using Friending.Service.Requests;
using Xunit;

namespace Friending.Service.Tests.Requests;

/// <summary>No identifier comes in by another door than the note, and what an organisation ordinarily writes does.</summary>
public sealed class RequestTextsTests
{
    [Theory]
    [InlineData("Facebook")]
    [InlineData("facebook")]
    [InlineData("X")]
    [InlineData("Microsoft Teams")]
    [InlineData("example.org")]
    [InlineData("www.facebook.com")]
    [InlineData("Hospital network")]
    [InlineData("Network Q")]
    [InlineData("23snaps")]
    [InlineData("Red social del hospital")]
    public void A_network_is_named(string platform) => Assert.Empty(Problems(platform: platform));

    [Theory]
    [InlineData("https://www.facebook.com/jane.doe")]
    [InlineData("facebook.com/jane.doe")]
    [InlineData("Facebook (jane_doe)")]
    [InlineData("Facebook: jane.doe")]
    [InlineData("t.me/janedoe")]
    [InlineData("@jane_doe_62")]
    [InlineData("jane_doe")]
    [InlineData("janedoe62")]
    [InlineData("janedoe.bsky.social")]
    [InlineData("jane@example.org")]
    [InlineData("Facebook 4471902")]
    [InlineData("Facebook six one seven five five five zero one four two")]
    [InlineData("Facebook?id=62")]
    public void But_no_profile_or_user_name(string platform) =>
        Assert.Equal("/platform", Assert.Single(Problems(platform: platform)).Pointer);

    [Theory]
    [InlineData("Cardiology")]
    [InlineData("Cardiología 3.ª planta")]
    [InlineData("4B West")]
    [InlineData("ICU/CCU")]
    [InlineData("CARD_01")]
    [InlineData("Obstetrics & Gynaecology (Unit 2)")]
    [InlineData("St. Mary's outpatient clinic")]
    [InlineData("24/7 help desk")]
    public void A_job_or_department_is_named(string name) => Assert.Empty(Problems(name: name));

    [Theory]
    [InlineData("https://www.facebook.com/jane.doe")]
    [InlineData("Nurse of @jane_doe_62")]
    [InlineData("jane_doe_62")]
    [InlineData("Cardiology 555-867-5309")]
    [InlineData("ana@example.org")]
    [InlineData("MRN 4471")]
    [InlineData("mrn4471")]
    [InlineData("born 3 May 1962")]
    [InlineData("078-05-1120")]
    [InlineData("12 Acacia Avenue")]
    public void But_nobody_by_it(string name) =>
        Assert.Equal(["/staff/department", "/staff/role"], Problems(name: name).Select(p => p.Pointer).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("k7qm-x2pd")]
    [InlineData("m-12")]
    [InlineData("0199aabb-1234-7c5d-9876-0123456789ab")]
    [InlineData("V1StGXR8_Z5jdHi6B-myT")]
    [InlineData("9f86d081884c7d659a2feaa0c55ad015")]
    [InlineData("opaque-reference")]
    public void A_reference_is_opaque(string reference) => Assert.Empty(Problems(reference: reference));

    [Theory]
    [InlineData("4471902")]
    [InlineData("44-71-90-2")]
    [InlineData("078-05-1120")]
    [InlineData("12345678Z")]
    [InlineData("AB123456C")]
    [InlineData("1EG4-TE5-MK73")]
    [InlineData("MRN-4471")]
    [InlineData("mrn0044719021")]
    [InlineData("case-44719021")]
    [InlineData("historia-8841")]
    [InlineData("1962-05-03")]
    [InlineData("born-1962-05-03")]
    [InlineData("r-20250314")]
    [InlineData("3-may-1962")]
    [InlineData("jane-doe-19620503-x")]
    [InlineData("four-four-seven-one-nine-zero-two")]
    public void And_no_number_of_a_record_and_no_date(string reference) =>
        Assert.Equal("/otherParty/reference", Assert.Single(Problems(reference: reference)).Pointer);

    [Theory]
    [InlineData("rn-1042")]
    [InlineData("10042")]
    [InlineData("1004217")]
    [InlineData("jane.roe@example.org")]
    [InlineData("0199aabb-1234-7c5d-9876-0123456789ab")]
    [InlineData(" rn-1042 ")]
    [InlineData("ｒｎ-1042")]
    public void A_staff_id_is_the_organisations(string id) => Assert.Empty(Problems(staffId: id));

    [Theory]
    [InlineData("078-05-1120")]
    [InlineData("078051120")]
    [InlineData("943 476 5919")]
    [InlineData("12345678Z")]
    [InlineData("MRN-4471")]
    [InlineData("QQ123456C")]
    [InlineData("078051120@example.org")]
    [InlineData("Jane Doe")]
    [InlineData("María")]
    [InlineData("\u200B")]
    [InlineData("key:forms")]
    [InlineData("Erased")]
    public void And_not_of_an_identity_document_or_a_record(string id) =>
        Assert.Equal("/staff/id", Assert.Single(Problems(staffId: id)).Pointer);

    [Theory]
    [InlineData("sm-5001 ", "sm-5001")]
    [InlineData("\u00A0sm-5001", "sm-5001")]
    [InlineData("ｓｍ－５００１", "sm-5001")]
    [InlineData("sm\u200B-50\u00AD01", "sm-5001")]
    [InlineData("\uFEFFSM-5001", "SM-5001")]
    public void One_person_has_one_id_however_it_is_written(string written, string id)
    {
        Assert.Equal(id, StaffIds.Normalize(written));
        Assert.True(StaffIds.AreSame(written, "sm-5001"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("sm 5001")]
    [InlineData("ѕm-5001")]
    [InlineData("sm-5001\u0301")]
    [InlineData("sm\n5001")]
    [InlineData("\uD800")]
    public void What_is_not_one_word_of_ASCII_is_no_id(string text) => Assert.Null(StaffIds.Normalize(text));

    private static IReadOnlyList<RequestProblem> Problems(
        string staffId = "rn-1042", string platform = "Facebook", string? name = null, string? reference = null) =>
        RequestFacts.Check(
            new()
            {
                Staff = new() { Id = staffId, Role = name, Department = name },
                Platform = platform,
                Direction = "accept",
                OtherParty = new() { Patient = "current", Reference = reference },
            },
            DefaultPolicy.Load().Document, isSubmission: true);
}
