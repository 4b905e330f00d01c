using System.Collections;
using Loci.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Loci.Cli.Serving;

/// <summary>Sends spans and measures by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to; the other variables of OpenTelemetry hold as well.</summary>
internal static class Observability
{
    private const string Variables = "OTEL_";

    public static void Add(WebApplicationBuilder builder)
    {
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is not { Length: > 0 }) return;
        builder.Configuration.AddInMemoryCollection(Given()); // OpenTelemetry asks the application's configuration, which begins without the environment
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddTelemetrySdk().AddService("loci").AddEnvironmentVariableDetector()) // OTEL_SERVICE_NAME has the last word
            .WithTracing(tracing => tracing.AddSource(ServerTelemetry.Name).AddAspNetCoreInstrumentation())
            .WithMetrics(metrics => metrics.AddMeter(ServerTelemetry.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation())
            .UseOtlpExporter();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Given() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(variable => variable.Key is string name && name.StartsWith(Variables, StringComparison.Ordinal))
        .Select(variable => new KeyValuePair<string, string?>((string)variable.Key, variable.Value as string));
}
