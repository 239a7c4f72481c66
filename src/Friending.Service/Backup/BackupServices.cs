using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service.Backup;

internal static class BackupServices
{
    /// <summary>Adds the backup of the tables and its restore.</summary>
    internal static IServiceCollection AddBackup(this IServiceCollection services) =>
        services.AddSingleton<TableBackup>().AddSingleton<TableRestore>();
}
