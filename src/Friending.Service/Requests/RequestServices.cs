using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Requests;

internal static class RequestServices
{
    /// <summary>Adds what decides requests and takes submissions.</summary>
    internal static IServiceCollection AddRequests(this IServiceCollection services) => services
        .AddSingleton<RequestDecider>()
        .AddSingleton<RequestKeyStore>()
        .AddSingleton<MessageKeyStore>()
        .AddSingleton<StaffRequests>()
        .AddSingleton<SubmissionIds>()
        .AddSingleton<RequestSubmission>();
}
