namespace Friending.Api.Pipeline.Authentication;

/// <summary>What a caller may do beyond asking for themselves.</summary>
public enum Role
{
    /// <summary>Submit requests on behalf of others.</summary>
    Submit,

    /// <summary>Resolve reviews.</summary>
    Review,

    /// <summary>Read every decision and digest.</summary>
    Audit,

    /// <summary>Check policies and send digests.</summary>
    Admin,
}
