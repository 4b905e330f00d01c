using Loci.Text;

namespace Loci.Models;

/// <summary>
/// A causal language model as the rest of Loci sees it: it can say how well it predicted a window of tokens, and continue one.
/// Both the untouched base and an adapted view of it are language models.
/// </summary>
public interface ILanguageModel : IDisposable
{
    /// <summary>A short name for people, such as <c>loci-small</c>.</summary>
    string Name { get; }

    /// <summary>The tokenizer the model was trained with.</summary>
    ITokenizer Tokenizer { get; }

    /// <summary>The most tokens a prediction may be conditioned on.</summary>
    int ContextLength { get; }

    /// <summary>
    /// Negative log-likelihoods (nats) of <c>window[from..]</c>, each token predicted from all tokens of the window before it.
    /// </summary>
    /// <param name="window">At most <see cref="ContextLength"/> + 1 tokens: the last is only predicted.</param>
    /// <param name="from">Index of the first scored token, at least 1.</param>
    float[] Losses(ReadOnlySpan<int> window, int from = 1);

    /// <summary>
    /// What the model gives each of <c>window[from..]</c>, predicted from all tokens of the window before it, and the most likely tokens in its place. A token among the
    /// <paramref name="alternatives"/> has the very number there that it has itself.
    /// </summary>
    /// <param name="window">At most <see cref="ContextLength"/> + 1 tokens: the last is only predicted.</param>
    /// <param name="from">Index of the first token to predict, at least 1.</param>
    /// <param name="alternatives">How many of the most likely tokens come with each; 0 for none.</param>
    /// <param name="cancellationToken">Checked now and then.</param>
    /// <remarks>This general way asks for one token after another; models with logits at hand do it in one pass.</remarks>
    IReadOnlyList<PredictedToken> Predict(ReadOnlySpan<int> window, int from = 1, int alternatives = 0, CancellationToken cancellationToken = default)
    {
        var losses = Losses(window, from);
        var predicted = new PredictedToken[losses.Length];
        var one = new GenerationOptions { MaxTokens = 1, IgnoreEndOfText = true, TopLogProbabilities = alternatives };
        for (var i = 0; i < predicted.Length; i++)
        {
            var likeliest = alternatives == 0 ? [] : Generate(window[..(from + i)].ToArray(), one, cancellationToken).Select(next => next.Alternatives).FirstOrDefault() ?? [];
            var token = window[from + i];
            var same = likeliest.Where(candidate => candidate.Id == token).Select(candidate => (double?)candidate.LogProbability).FirstOrDefault();
            predicted[i] = new PredictedToken(token, same ?? -losses[i], likeliest);
        }
        return predicted;
    }

    /// <summary>Continues <paramref name="prompt"/>, one token at a time, until an end token (which is not given) or the limit.</summary>
    /// <exception cref="InvalidInputException">The prompt is longer than the context, an option cannot be, or the model's logits are not numbers.</exception>
    /// <exception cref="ArgumentException">The prompt is empty or has a token that the model has not.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, between tokens.</exception>
    IEnumerable<GeneratedToken> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default);

    /// <summary>
    /// Continues several prompts. Row r gets the tokens of <see cref="Generate"/> with the seed <see cref="GenerationOptions.Seed"/> + r, but for rounding; tokens of
    /// different rows come in any order.
    /// </summary>
    /// <exception cref="InvalidInputException">A prompt is longer than the context, or an option cannot be.</exception>
    IEnumerable<BatchToken> GenerateBatch(IReadOnlyList<int[]> prompts, GenerationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(options);
        return prompts.SelectMany((prompt, row) => Generate(prompt, options with { Seed = options.Seed + row }, cancellationToken).Select(token => new BatchToken(row, token)));
    }
}
