using System.Collections.Concurrent;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Loci.Server.Tests.Observing;

/// <summary>Receives OTLP over HTTP as a collector does, and keeps it. Field numbers are those of opentelemetry-proto 1.x.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<ByteString> _traces = new();
    private readonly ConcurrentQueue<ByteString> _metrics = new();
    private readonly SemaphoreSlim _arrived = new(0);

    private Collector(WebApplication application) => _application = application;

    /// <summary>What an exporter is told.</summary>
    public string Endpoint => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Everything received, as text in which any other text can be looked for.</summary>
    public string Everything => string.Concat(_traces.Concat(_metrics).Select(received => System.Text.Encoding.Latin1.GetString(received.Span)));

    /// <summary>Spans by name, with their attributes that are texts.</summary>
    public IReadOnlyList<(string Scope, string Name, IReadOnlyDictionary<string, string> Attributes)> Spans =>
    [
        .. from request in _traces from resource in new WireMessage(request).Messages(1) from scope in resource.Messages(2) from span in scope.Messages(2)
           select (scope.Message(1)?.Text(1) ?? "", span.Text(5), Attributes(span, 9)),
    ];

    /// <summary>Names of the services that sent spans.</summary>
    public IReadOnlyList<string> Services => [.. from request in _traces from resource in new WireMessage(request).Messages(1) select Attributes(resource.Message(1)!, 1)["service.name"]];

    /// <summary>The sums of histograms and their attributes, by name of the metric; those of other kinds with 0.</summary>
    public IReadOnlyList<(string Name, double Sum, IReadOnlyDictionary<string, string> Attributes)> Measures =>
    [
        .. from request in _metrics from resource in new WireMessage(request).Messages(1) from scope in resource.Messages(2) from metric in scope.Messages(2)
           from point in metric.Message(9)?.Messages(1).DefaultIfEmpty() ?? [null]
           select (metric.Text(1), point?.Number(5) ?? 0, point is null ? new Dictionary<string, string>() : Attributes(point, 9)),
    ];

    /// <summary>Starts one on a free port.</summary>
    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector._application.MapPost("/v1/traces", context => collector.TakeAsync(context, collector._traces));
        collector._application.MapPost("/v1/metrics", context => collector.TakeAsync(context, collector._metrics));
        await collector._application.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Waits until what has arrived is enough, looking whenever more does.</summary>
    public async Task UntilAsync(Func<bool> enough)
    {
        while (!enough()) Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), "The collector never got it.");
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task TakeAsync(HttpContext context, ConcurrentQueue<ByteString> into)
    {
        into.Enqueue(await ByteString.FromStreamAsync(context.Request.Body, context.RequestAborted));
        _arrived.Release();
        context.Response.ContentType = "application/x-protobuf"; // an empty message: everything was taken
    }

    private static Dictionary<string, string> Attributes(WireMessage of, int field) => of.Messages(field).ToDictionary(entry => entry.Text(1), entry => entry.Message(2)?.Text(1) ?? "", StringComparer.Ordinal);
}
