using Loci.Torch.Decoding;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Tuning;

/// <summary>Negative log-likelihood of tokens under a decoder, in nats.</summary>
internal static class LanguageModelLoss
{
    /// <summary>Logits that exist at a time, so that a large vocabulary does not decide the peak of memory: just under 32 MiB in float32, which the heap keeps for the next slice.</summary>
    private const int LogitsAtATime = 1 << 23;

    /// <summary>The same where the output layer learns: each slice costs a copy of its weight and of its gradient, so slices are large.</summary>
    private const int LearningLogitsAtATime = 1 << 26;

    private const int FewestRows = 16;

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
        using var learning = enable_grad();
        var targets = ids.narrow(1, 1, ids.shape[1] - 1).reshape(-1);
        var context = ids.narrow(1, 0, ids.shape[1] - 1);
        using IHiddenPass pass = recompute ? new RecomputedPass(decoder, weights, context) : new RecordedPass(decoder, weights, context);
        var rows = pass.Hidden.reshape(targets.shape[0], -1);
        var gradient = zeros_like(rows, requires_grad: false);
        double loss = 0;
        for (long first = 0, step = rowsAtATime ?? RowsAtATime(decoder, weights); first < targets.shape[0]; first += step)
        {
            var count = Math.Min(step, targets.shape[0] - first);
            loss += Slice(decoder, weights, rows.narrow(0, first, count), targets.narrow(0, first, count), share / targets.shape[0], gradient.narrow(0, first, count));
        }
        pass.Backward(gradient.reshape(pass.Hidden.shape));
        return loss / share;
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

    /// <summary>Scaled sum of the losses of a few rows; their gradient in the hidden states is written, that in the head's parameters added where it belongs.</summary>
    private static double Slice(Decoder decoder, IWeights weights, Tensor rows, Tensor targets, double scale, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var hidden = rows.detach().requires_grad_(true);
        var logits = decoder.Logits(weights, hidden);
        var (loss, slope) = CrossEntropy(logits, targets.unsqueeze(1), scale);
        logits.backward([slope]);
        using var quiet = no_grad();
        gradient.copy_(hidden.grad!);
        return loss;
    }

    /// <summary>
    /// Sum of the cross-entropies times a scale, and its gradient, scale · (softmax − target), in the place of the logits: over tens of millions of numbers each further pass counts, and
    /// each further copy more.
    /// </summary>
    private static (double Loss, Tensor Slope) CrossEntropy(Tensor logits, Tensor targets, double scale)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var slope = logits.detach();
        var top = slope.amax([1], keepdim: true);
        var target = slope.gather(1, targets) - top;
        slope.sub_(top).exp_();
        var sum = slope.sum(1, keepdim: true);
        var loss = (sum.log() - target).sum().item<float>() * scale;
        slope.mul_(sum.reciprocal_().mul_(scale)).scatter_add_(1, targets, full_like(target, -scale));
        return (loss, slope.MoveToOuterDisposeScope());
    }

    private static int RowsAtATime(Decoder decoder, IWeights weights)
    {
        var learns = is_grad_enabled() && weights.Learns(decoder.Blueprint.Head);
        return Math.Max(FewestRows, (learns ? LearningLogitsAtATime : LogitsAtATime) / decoder.VocabularySize);
    }
}
