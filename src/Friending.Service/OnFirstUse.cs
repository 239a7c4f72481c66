using Microsoft.Extensions.DependencyInjection;

namespace Friending.Service;

/// <summary>
/// A service that is made when it is first used. What works in the background takes what opens storage so: a host that starts need not
/// wait for it.
/// </summary>
internal sealed class OnFirstUse<T>(IServiceProvider services) : Lazy<T>(services.GetRequiredService<T>)
    where T : notnull;
