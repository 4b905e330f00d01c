using Loci.Evaluation.Records;
using Loci.Learning;
using Loci.Models;

namespace Loci.Evaluation.Measuring;

/// <summary>Evaluates one document: the base once, then every method on its own.</summary>
/// <param name="model">The base.</param>
/// <param name="methods">What is measured.</param>
/// <param name="options">How.</param>
internal sealed class DocumentEvaluation(ILanguageModel model, IReadOnlyList<PreparedMethod> methods, EvaluationOptions options)
{
    private const int ShownQuery = 600; // letters of the query that are kept for reading

    /// <summary>The document's result, or null where it has nothing to score.</summary>
    /// <param name="document">The document.</param>
    /// <param name="shown">Whether to keep what people read: losses of each token, and picks.</param>
    /// <param name="cancellationToken">Stops between gradient steps.</param>
    public DocumentResult? Run(EvaluationDocument document, bool shown, CancellationToken cancellationToken)
    {
        if (ScoredText.Prepare(model, document.Text, options) is not { } text) return null;
        var score = text.Score(model, cancellationToken);
        var guards = new[] { 0, text.Learnable }.Distinct().ToDictionary(learnt => learnt, learnt => text.Guard(model, learnt, cancellationToken));
        var results = methods.ToDictionary(
            method => method.Method.Name, method => Measure(method, text, score.Nats, guards[method.Method.Prompt ? text.Learnable : 0], shown, cancellationToken), StringComparer.Ordinal);
        return new DocumentResult(document.Subset, document.Name, score.Tokens, score.Bytes, score.Nats, results) { Shown = shown ? Show(text, cancellationToken) : null };
    }

    private MethodResult Measure(PreparedMethod method, ScoredText text, double baseNats, double baseGuard, bool shown, CancellationToken cancellationToken)
    {
        var stages = new StageClock(options.Time);
        var retrieved = method.Retriever?.Retrieve(text.Query, stages, cancellationToken) ?? Retrieved.Nothing;
        var curve = new Curve(options.Checkpoints, stages, baseNats, baseGuard);
        return method.Tuner is { } tuner
            ? new StepsCurve(model, tuner, options, method.Method.Prompt).Measure(retrieved, text, curve, shown, cancellationToken)
            : new ContextCurve(model).Measure(retrieved, text, curve, shown, cancellationToken);
    }

    private ShownText Show(ScoredText text, CancellationToken cancellationToken) => new(
        text.Query[..Math.Min(ShownQuery, text.Query.Length)],
        [.. text.Tokens.Skip(text.FirstScored).Select(token => model.Tokenizer.Decode([token]))],
        text.Losses(model, cancellationToken));
}
