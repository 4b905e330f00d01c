using System.Diagnostics;
using System.Diagnostics.Metrics;
using Loci.Server.Engines;

namespace Loci.Server.Telemetry;

/// <summary>
/// Spans and measures, by the names of OpenTelemetry's conventions for generative AI where they have one. Costs nothing where nobody listens. Safe to share between threads.
/// </summary>
public sealed class ServerTelemetry : IDisposable
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "Loci.Server";

    private readonly Meter _meter;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _stages;
    private readonly Histogram<long> _steps;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _lost;

    /// <summary>Makes the instruments.</summary>
    public ServerTelemetry()
    {
        _meter = new Meter(Name);
        _duration = _meter.CreateHistogram<double>("gen_ai.server.request.duration", "s", "Time from a request to the end of its answer.");
        _firstToken = _meter.CreateHistogram<double>("gen_ai.server.time_to_first_token", "s", "Time from a request to the first token of its answer, tuning included.");
        _tokens = _meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens read and written.");
        _stages = _meter.CreateHistogram<double>("loci.tuning.stage.duration", "s", "Time of a stage of learning at test time.");
        _steps = _meter.CreateHistogram<long>("loci.tuning.steps", "{step}", "Gradient steps of an answer.");
        _verdicts = _meter.CreateCounter<long>("loci.tuning.verdicts", "{answer}", "What the guard said.");
        _lost = _meter.CreateCounter<long>("loci.workers.lost", "{worker}", "Workers that died.");
    }

    /// <summary>Where spans come from.</summary>
    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Begins the span of a request.</summary>
    internal static Activity? Begin(string operation, string model)
    {
        var activity = Source.StartActivity($"{operation} {model}", ActivityKind.Server);
        activity?.SetTag("gen_ai.operation.name", operation);
        activity?.SetTag("gen_ai.provider.name", "loci");
        activity?.SetTag("gen_ai.request.model", model);
        return activity;
    }

    /// <summary>Tells how many jobs wait and run whenever someone asks.</summary>
    internal void Observe(Func<int> queued, Func<int> running)
    {
        _meter.CreateObservableGauge("loci.jobs.queued", queued, "{job}", "Jobs that wait for an engine.");
        _meter.CreateObservableGauge("loci.jobs.running", running, "{job}", "Jobs that engines work on.");
    }

    /// <summary>Takes note of a request.</summary>
    internal void Answered(string operation, string model, double seconds, string? error)
    {
        var tags = Tags(operation, model);
        if (error is not null) tags.Add("error.type", error);
        _duration.Record(seconds, tags);
    }

    /// <summary>Takes note of a first token.</summary>
    internal void FirstToken(string operation, string model, double seconds) => _firstToken.Record(seconds, Tags(operation, model));

    /// <summary>Takes note of tokens.</summary>
    internal void Tokens(string operation, string model, int read, int written)
    {
        var input = Tags(operation, model);
        input.Add("gen_ai.token.type", "input");
        _tokens.Record(read, input);
        var output = Tags(operation, model);
        output.Add("gen_ai.token.type", "output");
        _tokens.Record(written, output);
    }

    /// <summary>Takes note of what was learnt.</summary>
    internal void Tuned(TuningOutcome outcome)
    {
        _steps.Record(outcome.Steps);
        _verdicts.Add(1, new KeyValuePair<string, object?>("loci.guard", outcome.Guard.ToString().ToLowerInvariant()));
        foreach (var (stage, seconds) in outcome.Seconds) _stages.Record(seconds, new KeyValuePair<string, object?>("loci.stage", stage));
    }

    /// <summary>Takes note of a worker's death.</summary>
    internal void WorkerLost() => _lost.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static TagList Tags(string operation, string model) => new()
    {
        { "gen_ai.operation.name", operation }, { "gen_ai.provider.name", "loci" }, { "gen_ai.request.model", model },
    };
}
