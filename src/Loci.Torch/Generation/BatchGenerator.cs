using Loci.Models;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Generation;

/// <summary>
/// Continues several prompts together: texts are padded on the left, so that all of them go on at the same place and each token costs one forward pass for the whole batch. Rows
/// that have ended leave the batch.
/// </summary>
internal sealed class BatchGenerator(Decoder decoder, DecoderConfiguration configuration, IWeights weights, Device device, int known)
{
    /// <summary>One text of the batch.</summary>
    /// <param name="Row">Its number among the prompts.</param>
    /// <param name="Padding">How much padding stands before it.</param>
    /// <param name="Sampler">Draws its tokens.</param>
    private sealed record Text(int Row, int Padding, Sampler Sampler);

    /// <summary>Yields tokens, row after row for each place; the longest prompt and all that is added fit the context. Rows are numbered from <paramref name="first"/>.</summary>
    public IEnumerable<BatchToken> Generate(IReadOnlyList<int[]> prompts, int first, GenerationOptions options, CancellationToken cancellationToken)
    {
        var longest = prompts.Max(prompt => prompt.Length);
        var ends = EndTokens.Of(configuration, options);
        List<Text> texts = [.. prompts.Select((prompt, row) => new Text(first + row, longest - prompt.Length, new Sampler(options with { Seed = options.Seed + first + row }, prompt)))];
        long[][] unseen = [.. prompts.Select(prompt => Padded(prompt, longest))];
        using var cache = new KeyValueCache(configuration, longest + options.MaxTokens, weights.Compute, device, prompts.Count);
        for (var added = 0; added < options.MaxTokens && texts.Count > 0; added++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var logits = Logits(unseen, texts, cache);
            GeneratedToken[] next = [.. texts.Select((text, i) => text.Sampler.Next(logits.AsSpan(i * configuration.VocabularySize, known)))];
            int[] going = [.. Enumerable.Range(0, texts.Count).Where(i => !ends.Contains(next[i].Id))];
            foreach (var i in going) yield return new BatchToken(texts[i].Row, next[i]);
            if (going.Length < texts.Count) cache.Keep(going);
            texts = [.. going.Select(i => texts[i])];
            unseen = [.. going.Select(i => new long[] { next[i].Id })];
        }
    }

    private static long[] Padded(int[] prompt, int length) => [.. Enumerable.Repeat(0L, length - prompt.Length), .. prompt.Select(id => (long)id)];

    private float[] Logits(long[][] unseen, List<Text> texts, KeyValueCache cache)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var time = unseen[0].Length;
        var ids = tensor(unseen.SelectMany(row => row).ToArray(), [texts.Count, time], device: device);
        var hidden = decoder.Hidden(weights, ids, cache, BatchPadding.OnTheLeft([.. texts.Select(text => text.Padding)], cache.Length + time, time, device));
        return decoder.Logits(weights, hidden.narrow(1, time - 1, 1)).reshape(-1).cpu().data<float>().ToArray();
    }
}
