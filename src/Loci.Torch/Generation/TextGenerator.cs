using Loci.Models;
using Loci.Torch.Decoding;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Generation;

/// <summary>
/// Continues a prompt one token at a time over a key-value cache. When the context is full it goes on from the newest half of the text; where rotary
/// frequencies depend on the text's length, a text that passes the switch is read once more, so that every key has the new ones.
/// </summary>
internal sealed class TextGenerator(Decoder decoder, DecoderConfiguration configuration, IWeights weights, Device device)
{
    /// <summary>Yields new tokens until an end token (not yielded), the limit, or cancellation.</summary>
    public IEnumerable<int> Generate(int[] prompt, GenerationOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(options);
        if (prompt.Length == 0) throw new ArgumentException("Expected at least one token to continue from.", nameof(prompt));
        if (prompt.Length > configuration.ContextLength)
            throw new InvalidInputException($"expected a prompt of at most {configuration.ContextLength} tokens, found {prompt.Length}. Shorten it, or use a model with a longer context.");
        TokenIds.Check(prompt, configuration.VocabularySize);
        Check(options);
        return Continue(prompt, options, cancellationToken);
    }

    private static void Check(GenerationOptions options)
    {
        var wrong = new List<string>();
        if (!(options.Temperature >= 0) || !double.IsFinite(options.Temperature)) wrong.Add($"Temperature of 0 or above (found {options.Temperature})");
        if (options.TopK < 0) wrong.Add($"TopK of 0 or above (found {options.TopK})");
        if (!(options.TopP is > 0 and <= 1)) wrong.Add($"TopP above 0 and at most 1 (found {options.TopP})");
        if (options.MaxTokens < 0) wrong.Add($"MaxTokens of 0 or above (found {options.MaxTokens})");
        if (wrong.Count > 0) throw new InvalidInputException($"generation options: expected {string.Join("; ", wrong)}.");
    }

    private IEnumerable<int> Continue(int[] prompt, GenerationOptions options, CancellationToken cancellationToken)
    {
        var sampler = new Sampler(options);
        HashSet<int> ends = [.. options.IgnoreEndOfText ? [] : configuration.EndOfText, .. options.StopTokens];
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
            var next = sampler.Next(Logits(unseen, cache));
            if (ends.Contains(next)) yield break;
            text.Add(next);
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
