namespace Friending.Service.Notes;

/// <summary>
/// A kind of identifier that a note seems to hold. It never carries the text that matched, so it may be answered, logged and traced.
/// </summary>
public enum NoteFinding
{
    /// <summary>A number long enough to point at one person: an account, a card, an identity document.</summary>
    LongNumber,

    /// <summary>A full date, or part of one that is said to be a birth date.</summary>
    DateOfBirth,

    /// <summary>An e-mail address, also one spelled out in words.</summary>
    EmailAddress,

    /// <summary>A telephone number or extension.</summary>
    TelephoneNumber,

    /// <summary>The address of a profile or of any other web page.</summary>
    ProfileAddress,

    /// <summary>A user name on a social network.</summary>
    Handle,

    /// <summary>The number of a medical record, a case, or a patient in some register.</summary>
    MedicalRecordNumber,

    /// <summary>A street with a house number, a post-office box or a postcode.</summary>
    PostalAddress,

    /// <summary>A room or a bed, with the day on which somebody was in it.</summary>
    RoomOnADay,

    /// <summary>An age over 89.</summary>
    GreatAge,

    /// <summary>The day of an admission, a treatment, a discharge or a death.</summary>
    CareDay,
}
