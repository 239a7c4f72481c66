using System.Net;
using Azure.Identity;
using Friending.Policy;
using Friending.Service;
using Friending.Service.Storage;
using Microsoft.Extensions.Options;

namespace Friending.LocalHost.Commands;

/// <summary>A command of the operations line that works on the storage named in the settings, without serving anything.</summary>
internal static class StorageCommand
{
    /// <summary>How to name the storage, for a command's usage.</summary>
    internal const string Settings =
        "--Storage:AccountName=NAME (you are signed in with az login), or --Storage:ConnectionString=… (UseDevelopmentStorage=true for a running local host)";

    /// <summary>Runs a command; whatever stops it is one line.</summary>
    /// <param name="settings">Settings as <c>--Section:Name=value</c>; the environment's count too.</param>
    /// <param name="usage">Printed where the settings name no storage.</param>
    /// <param name="run">The command; gives the exit code.</param>
    /// <returns>What <paramref name="run"/> gives; 2 if it could not run.</returns>
    internal static async Task<int> RunAsync(string[] settings, string usage, Func<IServiceProvider, Task<int>> run)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build();
        var storage = configuration.GetSection(StorageOptions.Section).Get<StorageOptions>();
        if (string.IsNullOrEmpty(storage?.ConnectionString) && string.IsNullOrEmpty(storage?.AccountName))
        {
            await Console.Error.WriteLineAsync($"Which storage? {Settings}\n{usage}");
            return 2;
        }
        try
        {
            await using var services = new ServiceCollection().AddLogging().AddFriendingService(configuration).BuildServiceProvider();
            return await run(services);
        }
        catch (Exception e) when (StorageUnavailable.Is(e) || e is PolicyException or OptionsValidationException or AuthenticationFailedException or Azure.RequestFailedException)
        {
            await Console.Error.WriteLineAsync(e is Azure.RequestFailedException { Status: (int)HttpStatusCode.NotFound }
                ? "The storage has no such table: has the service ever run on it?"
                : $"The storage did not do it: {e.Message.Split('\n')[0].Trim()}");
            return 2;
        }
    }
}
