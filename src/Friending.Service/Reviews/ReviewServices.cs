using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Reviews;

internal static class ReviewServices
{
    /// <summary>Adds what lists and changes decisions that people look at.</summary>
    internal static IServiceCollection AddReviews(this IServiceCollection services) => services
        .AddSingleton<ReviewList>()
        .AddSingleton<DecisionUpdate>()
        .AddSingleton<ReviewDesk>()
        .AddSingleton<AskerDesk>();
}
