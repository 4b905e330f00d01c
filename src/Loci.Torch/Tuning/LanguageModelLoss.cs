using Loci.Torch.Decoding;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Tuning;

/// <summary>Negative log-likelihood of tokens under a decoder, in nats.</summary>
internal static class LanguageModelLoss
{
    /// <summary>Logits that exist at a time, so that a large vocabulary does not decide the peak of memory: just under 32 MiB in float32, which the heap keeps for the next slice.</summary>
    public const int LogitsAtATime = 1 << 23;

    /// <summary>The same where the output layer learns: each slice costs a copy of its weight and of its gradient, so slices are large.</summary>
    public const int LearningLogitsAtATime = 1 << 26;

    public const int FewestRows = 16;

    /// <summary>
    /// Mean loss of ids[:, 1:] given what comes before each, and its gradient in every parameter that asks for one. Logits are made, scored and differentiated
    /// a slice of rows at a time; the gradient of the hidden states then goes through the decoder once.
    /// </summary>
    /// <param name="decoder">The forward pass.</param>
    /// <param name="weights">Its parameters.</param>
    /// <param name="ids">Token ids (batch, time), time at least 2.</param>
    /// <param name="share">What the gradient is multiplied with, for a batch that is taken in parts.</param>
    /// <param name="rowsAtATime">Rows whose logits exist at a time; null takes as many as fit 32 MiB, or 256 where the output layer learns.</param>
    /// <param name="recompute">
    /// Whether only what enters each block is kept, and each block computed once more for its gradient: memory for one block instead of all, a third more time, the same numbers.
    /// </param>
    /// <returns>The mean loss, whatever the share.</returns>
    public static double Backward(Decoder decoder, IWeights weights, Tensor ids, double share = 1, int? rowsAtATime = null, bool recompute = false)
    {
        using var scope = NewDisposeScope();
        var targets = ids.narrow(1, 1, ids.shape[1] - 1).reshape(-1, 1);
        var weight = Scalars.FullLike(targets, share / targets.shape[0]);
        var losses = Backward(decoder, weights, ids.narrow(1, 0, ids.shape[1] - 1), targets, weight, rowsAtATime ?? RowsAtATime(decoder, weights), recompute);
        return losses.Sum(loss => (double)loss) / losses.Length;
    }

    /// <summary>
    /// The mean loss of each text of a batch, and the gradient of their sum in every parameter that asks for one. Texts of different lengths are padded at their ends, which no token before sees.
    /// </summary>
    /// <param name="decoder">The forward pass.</param>
    /// <param name="weights">Its parameters.</param>
    /// <param name="texts">Token ids, at least two of each text.</param>
    /// <param name="device">Where the weights are.</param>
    /// <param name="recomputes">Whether a batch of so many texts of such a length is computed once more for its gradient.</param>
    /// <param name="share">What the gradient is multiplied with.</param>
    public static double[] BackwardEach(Decoder decoder, IWeights weights, IReadOnlyList<int[]> texts, Device device, Func<long, long, bool> recomputes, double share = 1)
    {
        using var scope = NewDisposeScope();
        var longest = texts.Max(text => text.Length);
        long[] Padded(int[] text) => [.. text.Select(id => (long)id), .. Enumerable.Repeat(0L, longest - text.Length)];
        float[] Weight(int[] text) => [.. Enumerable.Repeat((float)share / (text.Length - 1), text.Length - 1), .. Enumerable.Repeat(0f, longest - text.Length)];
        var ids = tensor(texts.SelectMany(Padded).ToArray(), [texts.Count, longest], device: device);
        var weight = tensor(texts.SelectMany(Weight).ToArray(), [texts.Count * (longest - 1), 1], device: device);
        var targets = ids.narrow(1, 1, longest - 1).reshape(-1, 1);
        var losses = Backward(decoder, weights, ids.narrow(1, 0, longest - 1), targets, weight, RowsAtATime(decoder, weights), recomputes(texts.Count, longest));
        return [.. texts.Select((text, row) => losses.AsSpan(row * (longest - 1), text.Length - 1).ToArray().Average(loss => (double)loss))];
    }

    /// <summary>Loss of each target, (n), and the gradient of their weighted sum.</summary>
    private static float[] Backward(Decoder decoder, IWeights weights, Tensor context, Tensor targets, Tensor weight, int rowsAtATime, bool recompute)
    {
        using var learning = enable_grad();
        using IHiddenPass pass = recompute ? new RecomputedPass(decoder, weights, context) : new RecordedPass(decoder, weights, context);
        var rows = pass.Hidden.reshape(targets.shape[0], -1);
        var gradient = zeros_like(rows, requires_grad: false);
        var losses = new float[targets.shape[0]];
        for (var first = 0; first < losses.Length; first += rowsAtATime)
        {
            var count = Math.Min(rowsAtATime, losses.Length - first);
            Slice(decoder, weights, rows.narrow(0, first, count), targets.narrow(0, first, count), weight.narrow(0, first, count), gradient.narrow(0, first, count), losses.AsSpan(first, count));
        }
        pass.Backward(gradient.reshape(pass.Hidden.shape));
        return losses;
    }

    /// <summary>Loss of each of window[from..], in float32.</summary>
    public static float[] Each(Decoder decoder, IWeights weights, ReadOnlySpan<int> window, int from, Device device)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var ids = Ids(window, device);
        var hidden = decoder.Hidden(weights, ids.narrow(1, 0, window.Length - 1));
        var losses = new float[window.Length - from];
        var step = RowsAtATime(decoder, weights);
        for (var row = 0; row < losses.Length; row += step)
        {
            using var slice = NewDisposeScope();
            var rows = Math.Min(step, losses.Length - row);
            var logits = decoder.Logits(weights, hidden.narrow(1, from - 1 + row, rows));
            var each = F.cross_entropy(logits.squeeze(0), ids[0].narrow(0, from + row, rows), reduction: nn.Reduction.None);
            each.cpu().data<float>().CopyTo(losses.AsSpan(row, rows));
        }
        return losses;
    }

    /// <summary>One row of token ids, (1, time), in the caller's dispose scope.</summary>
    public static Tensor Ids(ReadOnlySpan<int> tokens, Device device)
    {
        var ids = new long[tokens.Length];
        for (var i = 0; i < ids.Length; i++) ids[i] = tokens[i];
        return tensor(ids, [1, ids.Length], device: device);
    }

    /// <summary>Writes the losses of a few rows and their gradient in the hidden states; that in the head's parameters is added where it belongs.</summary>
    private static void Slice(Decoder decoder, IWeights weights, Tensor rows, Tensor targets, Tensor weight, Tensor gradient, Span<float> losses)
    {
        using var scope = NewDisposeScope();
        var hidden = rows.detach().requires_grad_(true);
        var logits = decoder.Logits(weights, hidden);
        var (each, slope) = CrossEntropy(logits, targets, weight);
        logits.backward([slope]);
        using var quiet = no_grad();
        gradient.copy_(hidden.grad!);
        each.reshape(-1).cpu().data<float>().CopyTo(losses);
    }

    /// <summary>
    /// The cross-entropy of each row, (n, 1), and the gradient of their weighted sum, weight · (softmax − target), in the place of the logits: over tens of millions of numbers each further
    /// pass counts, and each further copy more.
    /// </summary>
    private static (Tensor Each, Tensor Slope) CrossEntropy(Tensor logits, Tensor targets, Tensor weight)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var slope = logits.detach();
        var top = slope.amax([1], keepdim: true);
        var target = slope.gather(1, targets) - top;
        slope.sub_(top).exp_();
        var sum = slope.sum(1, keepdim: true);
        var each = sum.log() - target;
        slope.mul_(weight / sum).scatter_add_(1, targets, -weight);
        return (each.MoveToOuterDisposeScope(), slope.MoveToOuterDisposeScope());
    }

    private static int RowsAtATime(Decoder decoder, IWeights weights)
    {
        var learns = is_grad_enabled() && weights.Learns(decoder.Blueprint.Head);
        return Math.Max(FewestRows, (learns ? LearningLogitsAtATime : LogitsAtATime) / decoder.VocabularySize);
    }
}
