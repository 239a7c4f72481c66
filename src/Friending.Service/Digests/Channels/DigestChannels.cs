using Friending.Service.Digests.Rendering;
using Friending.Service.Mail;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Digests.Channels;

/// <summary>The ways that digests go out.</summary>
internal static class DigestChannels
{
    /// <summary>Adds them all; those without settings send nothing.</summary>
    internal static IServiceCollection AddDigestChannels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<DigestRendering>();
        services.AddSingleton<DigestMessage>();
        services.AddMail(configuration);
        services.AddSingleton<IDigestChannel, MailChannel>();
        services.AddOptions<TeamsOptions>().Bind(configuration.GetSection(TeamsOptions.Section)).Checked();
        services.AddSingleton<IDigestChannel, TeamsChannel>();
        services.AddOptions<DigestQueueOptions>().Bind(configuration.GetSection(DigestQueueOptions.Section));
        services.AddSingleton<IDigestChannel, QueueChannel>();
        return services;
    }
}
