using Friending.Service.Digests.Channels;
using Friending.Service.Digests.Counting;
using Friending.Service.Digests.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Digests;

internal static class DigestServices
{
    /// <summary>Adds what counts, writes and sends digests.</summary>
    internal static IServiceCollection AddDigests(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDigestChannels(configuration);
        services.AddOptions<DigestOptions>().Bind(configuration.GetSection(DigestOptions.Section)).Checked();
        return services
            .AddSingleton<DigestCounter>()
            .AddSingleton<DigestComposer>()
            .AddSingleton<DigestSchedule>()
            .AddSingleton<DigestStore>()
            .AddSingleton<DigestSender>()
            .AddSingleton<OverdueDigests>();
    }
}
