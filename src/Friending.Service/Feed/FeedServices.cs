using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Feed;

internal static class FeedServices
{
    /// <summary>Adds the feed of changes.</summary>
    internal static IServiceCollection AddFeed(this IServiceCollection services) => services.AddSingleton<DecisionFeed>();
}
