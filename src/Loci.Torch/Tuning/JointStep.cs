using Loci.Models;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>One gradient step of several sessions in one pass over their base.</summary>
internal static class JointStep
{
    /// <inheritdoc cref="IJointTuner.StepTogether"/>
    public static IReadOnlyList<double> Take(IReadOnlyList<ITuningSession> sessions, IReadOnlyList<int[]> tokens, CancellationToken cancellationToken)
    {
        var tuned = Checked(sessions, tokens);
        if (tuned.Length == 0) return [];
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var losses = new double[tuned.Length];
            foreach (var rows in PaddedTexts.Alike(tuned[0].Base.Configuration, tokens)) PaddedTexts.Put(losses, rows, Backward([.. rows.Select(row => tuned[row])], [.. rows.Select(row => tokens[row])]));
            cancellationToken.ThrowIfCancellationRequested();
            return [.. tuned.Select((session, row) => session.Apply(losses[row]) ? losses[row] : double.NaN)];
        }
        finally
        {
            foreach (var session in tuned) session.Gradients.Forget();
        }
    }

    private static double[] Backward(TuningSession[] sessions, int[][] tokens)
    {
        using var scope = NewDisposeScope();
        var model = sessions[0].Base;
        var weights = new JointWeights(model.Weights, [.. sessions.Select(session => session.Learnt!.Tensors.Lora)]);
        return LanguageModelLoss.BackwardEach(model.Decoder, weights, [.. tokens.Select(sessions[0].Cut)], model.Parameters.Device, sessions[0].Gradients.Recomputes);
    }

    private static TuningSession[] Checked(IReadOnlyList<ITuningSession> sessions, IReadOnlyList<int[]> tokens)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.Count != sessions.Count) throw new ArgumentException($"Expected a text for each of {sessions.Count} sessions, found {tokens.Count}.", nameof(tokens));
        TuningSession[] tuned = [.. sessions.Select(session => session as TuningSession ?? throw new ArgumentException($"Expected sessions of this tuner, found a {session?.GetType().Name ?? "null"}.", nameof(sessions)))];
        if (tuned.Distinct().Count() < tuned.Length) throw new ArgumentException("Expected each session once.", nameof(sessions));
        foreach (var session in tuned)
        {
            if (session.Base != tuned[0].Base || session.Learnt is not { Tensors.Head: null } learnt || !SameShape(learnt.Tensors.Lora, tuned[0].Learnt!.Tensors.Lora))
                throw new ArgumentException("Expected sessions of one tuner on one model.", nameof(sessions));
        }
        for (var row = 0; row < tuned.Length; row++) tuned[row].Check(tokens[row]);
        return tuned;
    }

    private static bool SameShape(LoraAdapter one, LoraAdapter other) =>
        one.Pairs.Count == other.Pairs.Count && one.Pairs.All(pair => other.Pairs.TryGetValue(pair.Key, out var same) && same.Rank == pair.Value.Rank);
}
