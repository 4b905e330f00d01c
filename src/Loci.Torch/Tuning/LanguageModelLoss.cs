using Loci.Torch.Decoding;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Loci.Torch.Tuning;

/// <summary>Negative log-likelihood of tokens under a decoder, in nats.</summary>
internal static class LanguageModelLoss
{
    /// <summary>Rows of logits turned into float32 losses at a time, so that a large vocabulary does not decide the peak of memory.</summary>
    private const int RowsAtATime = 4096;

    /// <summary>Mean loss of ids[:, 1:] given what comes before each, as a scalar tensor that gradients flow through.</summary>
    /// <param name="decoder">The forward pass.</param>
    /// <param name="weights">Its parameters.</param>
    /// <param name="ids">Token ids (batch, time), time at least 2.</param>
    public static Tensor Mean(Decoder decoder, IWeights weights, Tensor ids)
    {
        using var scope = NewDisposeScope();
        var hidden = decoder.Hidden(weights, ids.narrow(1, 0, ids.shape[1] - 1));
        var logits = decoder.Logits(weights, hidden);
        var targets = ids.narrow(1, 1, ids.shape[1] - 1).reshape(-1);
        return F.cross_entropy(logits.reshape(targets.shape[0], -1), targets).MoveToOuterDisposeScope();
    }

    /// <summary>Loss of each of window[from..], in float32.</summary>
    public static float[] Each(Decoder decoder, IWeights weights, ReadOnlySpan<int> window, int from, Device device)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var ids = Ids(window, device);
        var hidden = decoder.Hidden(weights, ids.narrow(1, 0, window.Length - 1));
        var losses = new float[window.Length - from];
        for (var row = 0; row < losses.Length; row += RowsAtATime)
        {
            using var slice = NewDisposeScope();
            var rows = Math.Min(RowsAtATime, losses.Length - row);
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
}
