using Friending.Service.Decisions;
using Friending.Service.Digests;
using Friending.Service.Digests.Channels;
using Friending.Service.Mail;
using Friending.Service.Notices;
using Friending.Service.Outbox;
using Friending.Service.Retention;
using Friending.Service.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Friending.Service;

/// <summary>
/// Checks settings by the annotations of their classes, in code that is generated when this is compiled: to read the annotations when a
/// worker starts took a twentieth of its start.
/// </summary>
[OptionsValidator]
internal sealed partial class SettingsChecks
    : IValidateOptions<StorageOptions>, IValidateOptions<PseudonymOptions>, IValidateOptions<NoticeOptions>,
    IValidateOptions<TimeZoneOptions>, IValidateOptions<RetentionOptions>, IValidateOptions<CallbackOptions>,
    IValidateOptions<TeamsOptions>, IValidateOptions<DigestOptions>, IValidateOptions<CloudOptions>, IValidateOptions<MailOptions>,
    IValidateOptions<SmtpOptions>, IValidateOptions<ReviewOptions>;

/// <summary>Has a host check settings when it starts.</summary>
internal static class CheckedSettings
{
    /// <summary>Checks them by <see cref="SettingsChecks"/>, which must name their class.</summary>
    internal static OptionsBuilder<T> Checked<T>(this OptionsBuilder<T> settings)
        where T : class
    {
        settings.Services.AddSingleton((IValidateOptions<T>)(object)new SettingsChecks());
        return settings.ValidateOnStart();
    }
}
