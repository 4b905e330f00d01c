using Loci.Models;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Generation;

/// <summary>
/// Continues a prompt one token at a time over a key-value cache. When the context is full it goes on from the newest half of the text; where rotary
/// frequencies depend on the text's length, a text that passes the switch is read once more, so that every key has the new ones.
/// </summary>
/// <param name="decoder">The forward pass.</param>
/// <param name="configuration">Its arithmetic.</param>
/// <param name="weights">Where parameters come from.</param>
/// <param name="device">Where they are.</param>
/// <param name="known">Tokens that the tokenizer has; a model may have more rows, which are never drawn. Null takes all.</param>
internal sealed class TextGenerator(Decoder decoder, DecoderConfiguration configuration, IWeights weights, Device device, int? known = null)
{
    private const long CacheBytes = 1L << 30;

    private int Known => known ?? configuration.VocabularySize;

    /// <summary>Yields new tokens until an end token (not yielded), the limit, or cancellation.</summary>
    public IEnumerable<GeneratedToken> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken)
    {
        Check(prompt, options);
        return Continue(prompt, options, cancellationToken);
    }

    /// <summary>
    /// Continues several prompts. Where all fit the context with all that is added they run together, as many at a time as 1 GiB of keys and values allows, one forward pass a token; else, or where rotary frequencies would
    /// change on the way, each runs by itself.
    /// </summary>
    public IEnumerable<BatchToken> GenerateBatch(IReadOnlyList<int[]> prompts, GenerationOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        foreach (var prompt in prompts) Check(prompt, options);
        var longest = prompts.Select(prompt => (long)prompt.Length).DefaultIfEmpty().Max() + options.MaxTokens;
        var together = longest <= Math.Min(configuration.ContextLength, configuration.Rotary?.Scaling?.SwitchLength ?? int.MaxValue);
        var batch = new BatchGenerator(decoder, configuration, weights, device, Known);
        return together && prompts.Count > 1
            ? prompts.Chunk(Rows(longest)).SelectMany((some, group) => batch.Generate(some, group * Rows(longest), options, cancellationToken))
            : prompts.SelectMany((prompt, row) => Continue(prompt, options with { Seed = options.Seed + row }, cancellationToken).Select(token => new BatchToken(row, token)));
    }

    /// <summary>How many texts of this length go together: as many as have room for their keys and values in 1 GiB.</summary>
    private int Rows(long length)
    {
        var element = weights.Compute == ScalarType.Float32 ? sizeof(float) : sizeof(short);
        var bytes = 2 * configuration.Layers * (long)configuration.KeyValueHeads * configuration.HeadSize * length * element;
        return (int)Math.Clamp(CacheBytes / Math.Max(1, bytes), 1, int.MaxValue);
    }

    private void Check(int[] prompt, GenerationOptions options)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(options);
        if (prompt.Length == 0) throw new ArgumentException("Expected at least one token to continue from.", nameof(prompt));
        if (prompt.Length > configuration.ContextLength)
            throw new InvalidInputException($"expected a prompt of at most {configuration.ContextLength} tokens, found {prompt.Length}. Shorten it, or use a model with a longer context.");
        TokenIds.Check(prompt, configuration.VocabularySize);
        options.Validate();
    }

    private IEnumerable<GeneratedToken> Continue(int[] prompt, GenerationOptions options, CancellationToken cancellationToken)
    {
        var sampler = new Sampler(options, prompt);
        var ends = EndTokens.Of(configuration, options);
        var text = new List<int>(prompt);
        var start = 0; // of the window in the text
        var capacity = (int)Math.Min(configuration.ContextLength, (long)prompt.Length + options.MaxTokens);
        using var cache = new KeyValueCache(configuration, capacity, weights.Compute, device);
        for (var added = 0; added < options.MaxTokens; added++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (cache.Length == cache.Capacity) start = text.Count - Math.Max(1, configuration.ContextLength / 2);
            if (cache.Length == cache.Capacity || cache.Length == configuration.Rotary?.Scaling?.SwitchLength) cache.Clear();
            int[] unseen = cache.Length == 0 ? [.. text[start..]] : [text[^1]];
            var next = sampler.Next(Logits(unseen, cache).AsSpan(0, Known));
            if (ends.Contains(next.Id)) yield break;
            text.Add(next.Id);
            yield return next;
        }
    }

    private float[] Logits(int[] tokens, KeyValueCache cache)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var hidden = decoder.Hidden(weights, LanguageModelLoss.Ids(tokens, device), cache);
        return decoder.Logits(weights, hidden.narrow(1, tokens.Length - 1, 1)).reshape(-1).cpu().data<float>().ToArray();
    }
}
