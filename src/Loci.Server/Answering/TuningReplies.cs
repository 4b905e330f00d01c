using Loci.Server.Asking;
using Loci.Server.Engines;
using Loci.Server.Protocol;

namespace Loci.Server.Answering;

/// <summary>What was learnt, as it is told.</summary>
internal static class TuningReplies
{
    /// <summary>Names the tuning of a run.</summary>
    public static string IdOf(string run) => $"tune-{run}";

    /// <summary>Tells what was learnt for all prompts of a run; of what is not there yet, that alone.</summary>
    /// <param name="run">The run's name.</param>
    /// <param name="status">Where it stands.</param>
    /// <param name="baseHash">The base's weights.</param>
    /// <param name="view">What is to be told.</param>
    /// <param name="outcomes">What was learnt for each prompt.</param>
    /// <param name="steps">Steps taken, where nothing is there yet.</param>
    public static TuningReply Of(string run, string status, string baseHash, TuningView view, IReadOnlyList<TuningOutcome?> outcomes, int steps = 0)
    {
        TuningReply[] all = [.. outcomes.Select(outcome => One(run, status, baseHash, view, outcome, steps))];
        return all.Length == 1 ? all[0] : all[0] with { Prompts = all };
    }

    private static TuningReply One(string run, string status, string baseHash, TuningView view, TuningOutcome? outcome, int steps)
    {
        var reply = new TuningReply { JobId = IdOf(run), Status = status, BaseHash = baseHash, Query = view.Query, Steps = outcome?.Steps ?? steps };
        return outcome is null ? reply : reply with
        {
            Method = outcome.Method,
            WeightsHash = outcome.WeightsHash,
            MemorySnapshot = outcome.MemorySnapshot,
            Guard = outcome.Guard.ToString().ToLowerInvariant(),
            Selected = !view.Return.Contains("selection") && !view.Return.Contains("text") ? null
                : [.. outcome.Picks.Select(pick => new TuningPick(pick.Id, pick.Document, Finite(pick.Score), Finite(pick.Uncertainty), pick.Text))],
            UncertaintyBefore = view.Return.Contains("uncertainty") ? Finite(outcome.Prior) : null,
            UncertaintyAfter = view.Return.Contains("uncertainty") ? Finite(outcome.Picks is [.., var last] ? last.Uncertainty : outcome.Prior) : null,
            Loss = view.Return.Contains("loss") ? [.. outcome.Losses.Select(Finite)] : null,
            QueryLossBefore = view.Return.Contains("loss") ? Finite(outcome.LossBefore) : null,
            QueryLossAfter = view.Return.Contains("loss") ? Finite(outcome.LossAfter) : null,
            Timing = view.Return.Contains("timing") ? outcome.Seconds : null,
        };
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
