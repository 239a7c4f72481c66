using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Friending.Service.Mail;

/// <summary>Wires how mail is sent.</summary>
internal static class MailServices
{
    /// <summary>Adds the transport that the settings choose.</summary>
    internal static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CloudOptions>().Bind(configuration.GetSection(CloudOptions.Section)).Checked();
        services.AddOptions<MailOptions>().Bind(configuration.GetSection(MailOptions.Section)).Checked();
        services.AddOptions<SmtpOptions>().Bind(configuration.GetSection(SmtpOptions.Section)).Checked()
            .Validate<IOptions<MailOptions>>(
                (smtp, mail) => mail.Value.Transport != MailTransportKind.Graph || smtp.HasSender,
                "Mail:Transport is Graph, so Smtp:From must be the mailbox that mails come from.");
        services.AddSingleton<MailToken>();
        services.AddSingleton<IMailTransport>(s => s.GetRequiredService<IOptions<MailOptions>>().Value.Transport == MailTransportKind.Graph
            ? ActivatorUtilities.CreateInstance<GraphTransport>(s)
            : ActivatorUtilities.CreateInstance<SmtpTransport>(s));
        return services;
    }
}
