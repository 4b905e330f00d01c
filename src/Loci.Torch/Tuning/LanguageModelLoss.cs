using Loci.Torch.Decoding;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Tuning;

/// <summary>Negative log-likelihood of tokens under a decoder, in nats.</summary>
internal static class LanguageModelLoss
{
    /// <summary>Logits that exist at a time, so that a large vocabulary does not decide the peak of memory: 64 MiB in float32.</summary>
    private const int LogitsAtATime = 1 << 24;

    private const int FewestRows = 16;

    /// <summary>
    /// Mean loss of ids[:, 1:] given what comes before each, and its gradient in every parameter that asks for one. Logits are made, scored and differentiated
    /// a slice of rows at a time; the gradient of the hidden states then goes through the decoder once.
    /// </summary>
    /// <param name="decoder">The forward pass.</param>
    /// <param name="weights">Its parameters.</param>
    /// <param name="ids">Token ids (batch, time), time at least 2.</param>
    /// <param name="share">What the gradient is multiplied with, for a batch that is taken in parts.</param>
    /// <param name="rowsAtATime">Rows whose logits exist at a time; null takes as many as fit 64 MiB.</param>
    /// <returns>The mean loss, whatever the share.</returns>
    public static double Backward(Decoder decoder, IWeights weights, Tensor ids, double share = 1, int? rowsAtATime = null)
    {
        using var scope = NewDisposeScope();
        using var learning = enable_grad();
        var targets = ids.narrow(1, 1, ids.shape[1] - 1).reshape(-1);
        var hidden = decoder.Hidden(weights, ids.narrow(1, 0, ids.shape[1] - 1));
        var rows = hidden.reshape(targets.shape[0], -1);
        var gradient = zeros_like(rows, requires_grad: false);
        double loss = 0;
        for (long first = 0, step = rowsAtATime ?? RowsAtATime(decoder); first < targets.shape[0]; first += step)
        {
            var count = Math.Min(step, targets.shape[0] - first);
            loss += Slice(decoder, weights, rows.narrow(0, first, count), targets.narrow(0, first, count), share / targets.shape[0], gradient.narrow(0, first, count));
        }
        if (rows.requires_grad) rows.backward([gradient]);
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
        var step = RowsAtATime(decoder);
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

    /// <summary>Scaled sum of the losses of a few rows; their gradient in the hidden states is written, that in the head's parameters added where it belongs.</summary>
    private static double Slice(Decoder decoder, IWeights weights, Tensor rows, Tensor targets, double scale, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var hidden = rows.detach().requires_grad_(true);
        var loss = F.cross_entropy(decoder.Logits(weights, hidden), targets, reduction: nn.Reduction.Sum) * scale;
        loss.backward();
        using var quiet = no_grad();
        gradient.copy_(hidden.grad!);
        return loss.item<float>();
    }

    private static int RowsAtATime(Decoder decoder) => Math.Max(FewestRows, LogitsAtATime / decoder.VocabularySize);

    /// <summary>One row of token ids, (1, time), in the caller's dispose scope.</summary>
    public static Tensor Ids(ReadOnlySpan<int> tokens, Device device)
    {
        var ids = new long[tokens.Length];
        for (var i = 0; i < ids.Length; i++) ids[i] = tokens[i];
        return tensor(ids, [1, ids.Length], device: device);
    }
}
