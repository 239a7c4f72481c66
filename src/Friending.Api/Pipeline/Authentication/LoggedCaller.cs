using System.Security.Cryptography;
using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Compliance.Redaction;

namespace Friending.Api.Pipeline.Authentication;

/// <summary>
/// Who called, as a log may tell: a program by its name, a person by letters that are the same for as long as the process
/// runs, so that a reader of the log sees whether it is one person or many, but not who.
/// </summary>
internal static class LoggedCaller
{
    private static readonly DataClassification s_person = new("Friending", "Person");

    /// <summary>Adds the redactor: an HMAC under a key of this process, so that no list of staff ids can be
    /// tried against it afterwards.</summary>
    internal static IServiceCollection AddLoggedCallers(this IServiceCollection services) => services.AddRedaction(redaction =>
        redaction.SetHmacRedactor(hmac => hmac.Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)),
            new DataClassificationSet(s_person)));

    /// <summary>The caller, for a log line.</summary>
    internal static string Of(Caller? caller, IServiceProvider services) => caller switch
    {
        null => "nobody known",
        { StaffId: null } => caller.Identity,
        _ => "person " + services.GetRequiredService<IRedactorProvider>().GetRedactor(s_person).Redact(caller.Identity),
    };
}
