using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Friending.Service;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
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
    public static IServiceCollection AddFriendingTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var hasOtlp = configuration[OtlpEndpoint] is { Length: > 0 };
        var azureMonitor = configuration[AzureMonitor];
        if (!hasOtlp && string.IsNullOrEmpty(azureMonitor))
            return services;
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("friending"))
            .WithFriendingTraces()
            .WithMetrics(m => m.AddMeter(FriendingTelemetry.Name))
            .WithLogging(null, logging => logging.IncludeFormattedMessage = true);
        if (hasOtlp)
            telemetry.UseOtlpExporter();
        if (!string.IsNullOrEmpty(azureMonitor))
        {
            void Configure(AzureMonitorExporterOptions options)
            {
                options.ConnectionString = azureMonitor;
                if (ClientId(configuration[AzureMonitorIdentity]) is { } clientId)
                    options.Credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId });
            }
            telemetry
                .WithTracing(t => t.AddAzureMonitorTraceExporter(Configure))
                .WithMetrics(m => m.AddAzureMonitorMetricExporter(Configure))
                .WithLogging(l => l.AddAzureMonitorLogExporter(Configure));
        }
        return services;
    }

    /// <summary>Collects what makes one trace: the calls in, the service's own steps, and the calls out to storage and callbacks.</summary>
    internal static OpenTelemetryBuilder WithFriendingTraces(this OpenTelemetryBuilder telemetry) => telemetry.WithTracing(t => t
        .AddSource(FriendingTelemetry.Name)
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation());

    // "ClientId=…;Authorization=AAD", as the platform writes it: the identity to report with instead of the key in the connection string.
    private static string? ClientId(string? authentication)
    {
        var parts = (authentication ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Contains("Authorization=AAD", StringComparer.OrdinalIgnoreCase)
            ? parts.FirstOrDefault(p => p.StartsWith("ClientId=", StringComparison.OrdinalIgnoreCase))?["ClientId=".Length..]
            : null;
    }
}
