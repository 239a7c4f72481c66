using System.Net;
using Friending.LocalHost.SignIn;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Friending.LocalHost;

/// <summary>Settings, section <c>SampleForm</c>: the sample intranet page, on an origin of its own.</summary>
internal sealed class SampleFormOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "SampleForm";

    /// <summary>
    /// The port to serve the page on; 0 takes any free one, and without a port it is not served. <c>--demo</c> serves it.
    /// </summary>
    public int? Port { get; set; }

    /// <summary>
    /// The origin of the same page where something else serves it, whose page may call, too: such as <c>http://localhost:7080</c> of
    /// <c>samples/intranet-form/server.mjs</c>. Other hosts take https origins only, by <c>Cors:Origins</c>.
    /// </summary>
    public string? Origin { get; set; }
}

/// <summary>
/// Serves <c>samples/intranet-form</c> as an intranet would: from another origin, which may call the service, and with a sign-in of
/// its own, which hands out the token of a sample person.
/// </summary>
internal sealed class SampleForm : IAsyncDisposable
{
    // What stands in the page for the service's address.
    private const string ServiceInPage = "http://localhost:7071";
    private const string Person = "nurse";

    private readonly WebApplication _app;

    private SampleForm(WebApplication app) => _app = app;

    /// <summary>Where the page is.</summary>
    internal Uri Address => new(_app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    /// <summary>Starts to serve.</summary>
    /// <param name="port">The port.</param>
    /// <param name="service">The service that the page calls; it need not run yet.</param>
    /// <param name="cancellation">Gives up the start.</param>
    internal static async Task<SampleForm> StartAsync(int port, Func<WebApplication> service, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        var folder = Path.Combine(Demo.SamplesFolder, "intranet-form");
        app.MapGet("/", async () => Results.Text(
            (await File.ReadAllTextAsync(Path.Combine(folder, "index.html"))).Replace(
                ServiceInPage, service().Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal),
                StringComparison.Ordinal),
            "text/html; charset=utf-8"));
        app.MapGet("/form.js", () => Results.File(Path.Combine(folder, "form.js"), "text/javascript"));
        app.MapGet("/token", () =>
        {
            var person = SamplePerson.All.First(p => p.Id == Person);
            return Results.Text(service().Services.GetRequiredService<LocalIssuer>().TokenFor(person.StaffId, person.Roles));
        });
        await app.StartAsync(cancellation);
        return new(app);
    }

    /// <summary>Lets pages of an address call the service. <c>Cors:Origins</c> could not: it takes https origins only.</summary>
    internal static void Allow(Uri address, IServiceCollection services)
    {
        var origin = address.GetLeftPart(UriPartial.Authority);
        services.PostConfigure<CorsOptions>(cors => cors.GetPolicy(cors.DefaultPolicyName)!.Origins.Add(origin));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
