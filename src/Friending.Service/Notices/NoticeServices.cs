using Friending.Service.Digests.Channels;
using Friending.Service.Mail;
using Friending.Service.Outbox;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Friending.Service.Notices;

internal static class NoticeServices
{
    /// <summary>Adds what tells people what becomes of cases.</summary>
    internal static IServiceCollection AddNotices(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NoticeOptions>().Bind(configuration.GetSection(NoticeOptions.Section)).Checked()
            .Validate<IOptions<SmtpOptions>, IOptions<MailOptions>>(
                (notices, smtp, mail) => !notices.Enabled
                    || !string.IsNullOrEmpty(smtp.Value.Host) || mail.Value.Transport == MailTransportKind.Graph,
                "Notices:Enabled is true, which needs a way to send mail: Smtp:Host, or Mail:Transport set to Graph.")
            .Validate<IOptions<TeamsOptions>>(
                (notices, teams) => !notices.TeamsCard || !string.IsNullOrEmpty(teams.Value.Webhook),
                "Notices:TeamsCard is true, which needs Teams:Webhook.");
        return services
            .AddSingleton<NoticeStore>()
            .AddSingleton<NoticeSignal>()
            .AddSingleton<NoticeOpening>()
            .AddSingleton<IEventListener>(s => s.GetRequiredService<NoticeOpening>())
            .AddSingleton<NoticeComposer>()
            .AddSingleton<NoticeCards>()
            .AddSingleton<NoticeSender>()
            .AddSingleton<NoticeRound>()
            .AddHostedService<NoticeWorker>();
    }
}

/// <summary>What is done by the clock: opens what is due, and sends what is open.</summary>
public sealed class NoticeRound(NoticeOpening opening, NoticeSender sender)
{
    /// <summary>Does both once.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await opening.OpenDueAsync(cancellation);
        await sender.SendOpenAsync(cancellation);
    }
}
