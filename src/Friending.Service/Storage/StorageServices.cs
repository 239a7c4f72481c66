using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Storage;

internal static class StorageServices
{
    /// <summary>Adds the storage account, what only appends to it, and keyed hashes.</summary>
    internal static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).Checked();
        services.AddOptions<PseudonymOptions>().Bind(configuration.GetSection(PseudonymOptions.Section)).Checked();
        return services.AddSingleton<StorageAccount>().AddSingleton<AppendLog>().AddSingleton<Pseudonyms>();
    }
}
