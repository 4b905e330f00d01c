using System.Text.Json;
using Loci.Embedding;
using Loci.Evaluation;
using Loci.Evaluation.Statistics;
using Loci.Ingest;
using Loci.Memories;
using Loci.Scoring;
using Loci.Torch;
using Loci.Torch.Tuning;

namespace Loci.Experiments;

/// <summary>One run of the study.</summary>
internal sealed record StepStudy(
    string ModelFolder, string MemoryFolder, string Data, string? StaticFolder, string ProtocolName, int Limit, int MaxTokens, int Near, int Spread, string RecordFile)
{
    private const int Reach = 2000; // ranks that further chunks are spread over

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TorchRuntime.SetThreads(1);
        using var model = CausalLanguageModel.Load(ModelFolder);
        using var memory = await Memory.OpenAsync(MemoryFolder, new LexicalEmbedder(), new MemoryOptions(), cancellationToken);
        var documents = new DocumentReader(new IngestOptions()).Read([Data], cancellationToken)
            .Select(document => new EvaluationDocument(document.Meta?.GetValueOrDefault("pile_set_name") ?? "", document.Source, document.Text)).ToList();
        using var gradients = new TextGradient(model);
        using var sensitivity = Sensitivity.Measure(model, cancellationToken: cancellationToken);
        using var damped = new TextGradient(model, sensitivity);
        using var tuner = new DampedTuner(sensitivity: _ => Sensitivity.Measure(model, cancellationToken: cancellationToken));
        var sample = memory.Search([memory.Embedder.Embed(["the of and to in a is that for it"], cancellationToken)[0]], new SearchOptions { Count = 500 }, cancellationToken).Texts;
        var similarities = new Similarities(model, gradients, damped, HiddenStateEmbedder.Fit(model, [.. sample]), StaticFolder is null ? null : StaticEmbedder.Load(StaticFolder));
        var pairs = new List<GainPair>();
        foreach (var document in documents.GroupBy(document => document.Subset, StringComparer.Ordinal).SelectMany(subset => subset.Take(Limit)))
        {
            var found = Pairs(document, model, tuner, memory, similarities, cancellationToken).ToArray();
            pairs.AddRange(found);
            await File.AppendAllLinesAsync(RecordFile, found.Select(pair => JsonSerializer.Serialize(pair)), cancellationToken);
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"{document.Subset}: {found.Length} pairs, {pairs.Count} in all"));
        }
        Print(pairs);
    }

    private IEnumerable<GainPair> Pairs(EvaluationDocument document, CausalLanguageModel model, DampedTuner tuner, Memory memory, Similarities similarities, CancellationToken cancellationToken)
    {
        var tokens = TextScorer.WithPrefix(model, model.Tokenizer.Encode(document.Text));
        tokens = tokens[..Math.Min(tokens.Length, MaxTokens + 1)];
        var half = ProtocolName == "split" ? tokens.Length / 2 : tokens.Length;
        var first = ProtocolName == "split" ? half : 1;
        if (half < 16) yield break;
        var query = model.Tokenizer.Decode(tokens.AsSpan(1, half - 1));
        var found = memory.Search(memory.Embedder.Embed([query], cancellationToken), new SearchOptions { Count = Reach }, cancellationToken);
        var target = similarities.Of(query, tokens[..half]);
        var before = Nats(model, tokens, first, cancellationToken);
        foreach (var rank in Ranks(found.Chunks.Count))
        {
            var text = found.Texts[rank];
            var chunk = TextScorer.WithPrefix(model, model.Tokenizer.Encode(text));
            if (chunk.Length < 2) continue;
            using var session = tuner.Begin(model, 1);
            session.Step(chunk, cancellationToken);
            var gain = 1 - Nats(session, tokens, first, cancellationToken) / before;
            yield return new GainPair(document.Subset, document.Name, rank, gain, chunk.Length, similarities.Between(target, similarities.Of(text, chunk), found.Scores[rank]));
        }
    }

    private static double Nats(Loci.Models.ILanguageModel model, int[] tokens, int first, CancellationToken cancellationToken) =>
        TextScorer.Score(model, tokens, first, model.ContextLength / 2, 0, cancellationToken).Nats;

    /// <summary>The nearest ranks, and some spread evenly over the rest.</summary>
    private IEnumerable<int> Ranks(int count) =>
        Enumerable.Range(0, Math.Min(Near, count)).Concat(Enumerable.Range(1, Spread).Select(i => Near + i * (count - 1 - Near) / Math.Max(1, Spread)).Where(rank => rank >= Near && rank < count)).Distinct();

    private static void Print(List<GainPair> pairs)
    {
        Console.WriteLine(FormattableString.Invariant($"{pairs.Count} pairs, {pairs.Select(pair => pair.Document).Distinct(StringComparer.Ordinal).Count()} prompts\n\n| similarity | rank correlation within a prompt, mean | over all pairs |\n| --- | --- | --- |"));
        foreach (var name in pairs[0].Similarities.Keys)
        {
            var within = pairs.GroupBy(pair => pair.Document, StringComparer.Ordinal)
                .Select(prompt => RankCorrelation.Spearman([.. prompt.Select(pair => pair.Similarities[name])], [.. prompt.Select(pair => pair.Gain)])).Where(value => !double.IsNaN(value)).ToArray();
            var all = RankCorrelation.Spearman([.. pairs.Select(pair => pair.Similarities[name])], [.. pairs.Select(pair => pair.Gain)]);
            Console.WriteLine(FormattableString.Invariant($"| {name} | {within.Average():0.000} | {all:0.000} |"));
        }
    }
}
