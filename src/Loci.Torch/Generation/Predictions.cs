using Loci.Models;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Generation;

/// <summary>What a decoder gives the tokens of a text, with the likeliest alternatives to each: one forward pass, and logits of a few rows at a time.</summary>
internal static class Predictions
{
    /// <summary>Predicts window[from..], each token from all before it.</summary>
    /// <param name="decoder">The forward pass.</param>
    /// <param name="weights">Its parameters.</param>
    /// <param name="window">The text's tokens.</param>
    /// <param name="from">The first to predict, at least 1.</param>
    /// <param name="alternatives">How many alternatives come with each.</param>
    /// <param name="known">Tokens that have a text: rows of the vocabulary beyond are no alternatives, though the softmax is over all.</param>
    /// <param name="device">Where the weights are.</param>
    /// <param name="cancellationToken">Checked between slices.</param>
    public static PredictedToken[] Of(
        Decoder decoder, IWeights weights, ReadOnlySpan<int> window, int from, int alternatives, int known, Device device, CancellationToken cancellationToken)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var ids = LanguageModelLoss.Ids(window, device);
        var hidden = decoder.Hidden(weights, ids.narrow(1, 0, window.Length - 1));
        var predicted = new PredictedToken[window.Length - from];
        var step = Math.Max(LanguageModelLoss.FewestRows, LanguageModelLoss.LogitsAtATime / decoder.VocabularySize);
        for (var row = 0; row < predicted.Length; row += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var slice = NewDisposeScope();
            var rows = Math.Min(step, predicted.Length - row);
            var logits = decoder.Logits(weights, hidden.narrow(1, from - 1 + row, rows)).reshape(-1).cpu().data<float>().ToArray(); // (rows · vocabulary)
            for (var i = 0; i < rows; i++)
                predicted[row + i] = Of(logits.AsSpan(i * decoder.VocabularySize, decoder.VocabularySize), window[from + row + i], alternatives, known);
        }
        return predicted;
    }

    private static PredictedToken Of(ReadOnlySpan<float> logits, int token, int alternatives, int known)
    {
        var whole = LogProbabilities.LogSumExp(logits);
        if (!double.IsFinite(whole)) throw new InvalidInputException("the model gives logits that are not numbers: its weights are damaged, or what it learnt has broken them.");
        return new PredictedToken(token, logits[token] - whole, LogProbabilities.Likeliest(logits[..known], whole, alternatives));
    }
}
