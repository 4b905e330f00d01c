using Loci.Learning;
using Loci.Models;

namespace Loci.Evaluation;

/// <summary>Evaluates one document: the base once, then every rule's picks with a tuning of its own.</summary>
internal sealed class DocumentEvaluation(ILanguageModel model, ITuner tuner, IReadOnlyList<Retriever> retrievers, EvaluationOptions options)
{
    /// <summary>The document's result, or null where it has nothing to score.</summary>
    public DocumentResult? Run(EvaluationDocument document, CancellationToken cancellationToken)
    {
        if (ScoredText.Prepare(model, document.Text, options.Protocol, options.MaxTokens) is not { } text) return null;
        var score = text.Score(model, cancellationToken);
        var methods = retrievers.ToDictionary(
            retriever => retriever.Selector.Name, retriever => Tune(retriever, text, score.Nats, cancellationToken), StringComparer.Ordinal);
        return new DocumentResult(document.Subset, document.Name, score.Tokens, score.Bytes, score.Nats, methods);
    }

    private MethodResult Tune(Retriever retriever, ScoredText text, double baseNats, CancellationToken cancellationToken)
    {
        var stages = new StageClock(options.Time);
        var retrieved = retriever.Retrieve(text.Query, stages, cancellationToken);
        var picks = retrieved.Picks;
        var nats = new List<double> { baseNats };
        using var session = tuner.Begin(model, picks.Count);
        foreach (var checkpoint in options.Checkpoints.Skip(1))
        {
            var until = Math.Min(checkpoint, picks.Count);
            var next = nats.Count == 1 ? 0 : Math.Min(options.Checkpoints[nats.Count - 1], picks.Count);
            if (next == until)
            {
                nats.Add(nats[^1]); // a rule that stopped early stays where it stopped
                continue;
            }
            stages.Time("tune", () => Learn(session, picks, next, until, cancellationToken));
            nats.Add(stages.Time("score", () => text.Score(session, cancellationToken).Nats));
        }
        return new MethodResult(
            nats, session.Steps, picks.Count > 0 ? picks[^1].Uncertainty : double.NaN, [.. picks.Select(pick => pick.Id)], stages.Seconds);
    }

    private static int Learn(ITuningSession session, IReadOnlyList<PickedChunk> picks, int from, int until, CancellationToken cancellationToken)
    {
        for (var i = from; i < until; i++) ChunkStep.Take(session, picks[i].Text, cancellationToken);
        return until - from;
    }
}
