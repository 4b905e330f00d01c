using Loci.Server.Asking;
using Loci.Server.Engines;
using Loci.Server.Protocol;
using Loci.Server.Remembering;
using Loci.Server.Scheduling;

namespace Loci.Server.Answering;

/// <summary>The newest tunings by name, so that they can be asked for by clients that drop unknown fields of answers. Safe to share between threads.</summary>
internal sealed class TuningLedger : IDerivedFromMemory
{
    private const int Most = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Takes note of a run that learns.</summary>
    public void Track(JobRun run, TuningView view, string baseHash)
    {
        var id = TuningReplies.IdOf(run.Id);
        lock (_lock)
        {
            if (!_entries.TryAdd(id, new Entry(run.Tenant, view, baseHash, run, null))) return;
            _order.Enqueue(id);
            if (_order.Count > Most) _entries.Remove(_order.Dequeue());
        }
        _ = SettleAsync(id, run);
    }

    /// <summary>A tuning of a tenant; null where there is none by that name.</summary>
    public TuningReply? Find(string id, string tenant)
    {
        Entry? entry;
        lock (_lock) entry = _entries.GetValueOrDefault(id);
        return entry is null || entry.Tenant != tenant ? null : entry.Reply ?? Now(entry);
    }

    /// <inheritdoc/>
    public void Forget(string tenant)
    {
        lock (_lock)
        {
            foreach (var (id, _) in _entries.Where(entry => entry.Value.Tenant == tenant).ToArray()) _entries.Remove(id);
        }
    }

    /// <summary>When the run has ended, what it says is kept and the run let go.</summary>
    private async Task SettleAsync(string id, JobRun run)
    {
        await run.Ended.ConfigureAwait(false);
        lock (_lock)
        {
            if (_entries.TryGetValue(id, out var entry)) _entries[id] = entry with { Reply = Now(entry), Run = null };
        }
    }

    private static TuningReply Now(Entry entry)
    {
        var run = entry.Run!;
        var prompts = ((CompletionJob)run.Job).Prompts.Count;
        var events = run.Events;
        var outcomes = Enumerable.Range(0, prompts).Select(prompt => events.OfType<PromptTuned>().FirstOrDefault(tuned => tuned.Prompt == prompt)?.Outcome).ToArray();
        var reply = TuningReplies.Of(run.Id, run.State.ToString().ToLowerInvariant(), entry.BaseHash, entry.View, outcomes, events.OfType<StepTaken>().Count());
        return run.Failure is { } failure ? reply with { Error = Errors.ErrorTranslation.Of(failure)?.Message ?? "Whoever asked for it left." } : reply;
    }

    private sealed record Entry(string Tenant, TuningView View, string BaseHash, JobRun? Run, TuningReply? Reply);
}
