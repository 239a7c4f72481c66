using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Friending.Service;
using Microsoft.Extensions.Configuration;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Friending.Api;

/// <summary>Wires OpenTelemetry, the same under every host; each host calls this once.</summary>
public static class Telemetry
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string AzureMonitorIdentity = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>
    /// Traces, metrics and logs go to an OTLP endpoint if <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set and to Azure Monitor if
    /// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is; with neither nothing is collected.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's settings.</param>
    /// <param name="collectCalls">Collects the calls that come in; null: every request that ASP.NET Core
    /// serves, where nobody in front does.</param>
    public static IServiceCollection AddFriendingTelemetry(
        this IServiceCollection services, IConfiguration configuration, Action<OpenTelemetryBuilder>? collectCalls = null)
    {
        var hasOtlp = configuration[OtlpEndpoint] is { Length: > 0 };
        var azureMonitor = configuration[AzureMonitor];
        if (!hasOtlp && string.IsNullOrEmpty(azureMonitor))
            return services;
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("friending"))
            .WithTracing(t => t.AddSource(FriendingTelemetry.Name).AddHttpClientInstrumentation())
            .WithMetrics(m => m.AddMeter(FriendingTelemetry.Name))
            .WithLogging(null, logging => logging.IncludeFormattedMessage = true);
        if (collectCalls is null)
            telemetry.WithTracing(t => t.AddAspNetCoreInstrumentation());
        else
            collectCalls(telemetry);
        if (hasOtlp)
            telemetry.UseOtlpExporter();
        if (!string.IsNullOrEmpty(azureMonitor))
        {
            void Configure(AzureMonitorExporterOptions options)
            {
                options.ConnectionString = azureMonitor;
                // Everything: by default the exporter keeps five traces a second and drops the logs of the others. An incoming trace
                // is sampled as its caller decided. Ingestion has a daily cap.
                options.SamplingRatio = 1;
                options.TracesPerSecond = null;
                options.EnableTraceBasedLogsSampler = false;
                if (ClientId(configuration[AzureMonitorIdentity]) is { } clientId)
                    options.Credential =
                        new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId });
            }
            telemetry
                .WithTracing(t => t.AddAzureMonitorTraceExporter(Configure))
                .WithMetrics(m => m.AddAzureMonitorMetricExporter(Configure))
                .WithLogging(l => l.AddAzureMonitorLogExporter(Configure));
        }
        return services;
    }

    // "ClientId=…;Authorization=AAD", as the platform writes it: the identity to report with instead of the key in the connection string.
    private static string? ClientId(string? authentication)
    {
        var parts = (authentication ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Contains("Authorization=AAD", StringComparer.OrdinalIgnoreCase)
            ? parts.FirstOrDefault(p => p.StartsWith("ClientId=", StringComparison.OrdinalIgnoreCase))?["ClientId=".Length..]
            : null;
    }
}
