using Loci.Models;
using Loci.Text;
using Loci.Torch.Decoding;
using Loci.Torch.Generation;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch;

/// <summary>A decoder with some source of weights, seen as a language model: what the base and every adapted view of it share.</summary>
/// <param name="name">Name for people.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="decoder">The forward pass, often shared.</param>
/// <param name="blueprint">What the forward pass was made from.</param>
/// <param name="weights">Where parameters come from.</param>
/// <param name="device">Where they are.</param>
/// <param name="owned">Freed with this view; null frees nothing.</param>
internal class TorchLanguageModel(
    string name, ITokenizer tokenizer, Decoder decoder, DecoderBlueprint blueprint, IWeights weights, Device device, IDisposable? owned = null) : ILanguageModel
{
    public string Name => name;

    public ITokenizer Tokenizer => tokenizer;

    /// <summary>Rows of the token embedding, of which the tokenizer may name fewer.</summary>
    protected int VocabularySize => blueprint.Configuration.VocabularySize;

    public int ContextLength => blueprint.Configuration.ContextLength;

    public virtual float[] Losses(ReadOnlySpan<int> window, int from = 1)
    {
        CheckWindow(window, from);
        return LanguageModelLoss.Each(decoder, weights, window, from, device);
    }

    public virtual IReadOnlyList<PredictedToken> Predict(ReadOnlySpan<int> window, int from = 1, int alternatives = 0, CancellationToken cancellationToken = default)
    {
        CheckWindow(window, from);
        ArgumentOutOfRangeException.ThrowIfNegative(alternatives);
        return Predictions.Of(decoder, weights, window, from, alternatives, tokenizer.VocabularySize, device, cancellationToken);
    }

    public virtual IEnumerable<GeneratedToken> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken = default) =>
        Generator.Generate(prompt, options, cancellationToken);

    public virtual IEnumerable<BatchToken> GenerateBatch(IReadOnlyList<int[]> prompts, GenerationOptions options, CancellationToken cancellationToken = default) =>
        Generator.GenerateBatch(prompts, options, cancellationToken);

    private void CheckWindow(ReadOnlySpan<int> window, int from)
    {
        if (window.Length < 2 || window.Length > ContextLength + 1)
            throw new ArgumentOutOfRangeException(nameof(window), window.Length, $"Expected between 2 and {ContextLength + 1} tokens.");
        if (from < 1 || from >= window.Length) throw new ArgumentOutOfRangeException(nameof(from), from, $"Expected between 1 and {window.Length - 1}.");
        TokenIds.Check(window, VocabularySize);
    }

    private TextGenerator Generator => new(decoder, blueprint.Configuration, weights, device, tokenizer.VocabularySize);

    public virtual void Dispose() => owned?.Dispose();
}
