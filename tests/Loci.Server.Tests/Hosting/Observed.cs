using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Loci.Server.Telemetry;

namespace Loci.Server.Tests.Hosting;

/// <summary>Listens to the server's spans and measures.</summary>
internal sealed class Observed : IDisposable
{
    private readonly MeterListener _meters = new();
    private readonly ActivityListener _activities;

    public Observed()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ServerTelemetry.Name) listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _meters.Start();
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ServerTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => Spans[activity.DisplayName] = activity.Tags.ToDictionary(tag => tag.Key, tag => tag.Value ?? ""),
        };
        ActivitySource.AddActivityListener(_activities);
    }

    /// <summary>Tags of each span by its name.</summary>
    public ConcurrentDictionary<string, Dictionary<string, string>> Spans { get; } = [];

    /// <summary>Everything measured.</summary>
    public ConcurrentQueue<(string Name, double Value, Dictionary<string, string> Tags)> Measures { get; } = [];

    public void Dispose()
    {
        _meters.Dispose();
        _activities.Dispose();
    }

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var named = new Dictionary<string, string>();
        foreach (var (name, tag) in tags) named[name] = tag?.ToString() ?? "";
        Measures.Enqueue((instrument.Name, value, named));
    }
}
