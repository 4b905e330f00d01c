using Loci.Models;
using Loci.Torch.Decoding;
using static TorchSharp.torch;

namespace Loci.Torch.Tuning;

/// <summary>
/// The mean squared gradient of each parameter over a sample of texts, g² of one text at a time (the diagonal of the empirical Fisher information). With it an optimiser knows from its first step
/// which weights move often and which seldom, instead of moving all by the same amount. Safe to share between threads; owns its tensors.
/// </summary>
public sealed class GradientSquares : IDisposable
{
    private readonly Dictionary<string, Tensor> _squares;

    private GradientSquares(Dictionary<string, Tensor> squares) => _squares = squares;

    /// <summary>Measures them.</summary>
    /// <param name="model">The model; not changed.</param>
    /// <param name="texts">Tokens of each text of the sample, with what opens it, at least two; cut to the context.</param>
    /// <param name="cancellationToken">Checked between texts.</param>
    public static GradientSquares Measure(ILanguageModel model, IEnumerable<int[]> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var causal = Tunable.Of(model);
        using var copy = causal.Parameters.Clone();
        var weights = causal.Over(new TrainableWeights(copy));
        string[] names = [.. causal.Blueprint.Parameters().Select(parameter => parameter.Name)];
        var squares = names.ToDictionary(name => name, name => zeros_like(copy.Master(name), requires_grad: false).DetachFromDisposeScope(), StringComparer.Ordinal);
        var count = 0;
        foreach (var text in texts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            LanguageModelLoss.Backward(causal.Decoder, weights, LanguageModelLoss.Ids(text.AsSpan(0, Math.Min(text.Length, causal.ContextLength + 1)), causal.Parameters.Device));
            using var quiet = no_grad();
            foreach (var name in names)
            {
                var master = copy.Master(name);
                if (master.grad is { } gradient) squares[name].PlusInPlace(gradient * gradient);
                master.grad = null;
            }
            count++;
        }
        using (no_grad())
        {
            foreach (var square in squares.Values) square.TimesInPlace(1.0 / Math.Max(1, count));
        }
        return new GradientSquares(squares);
    }

    /// <summary>Frees them.</summary>
    public void Dispose()
    {
        foreach (var square in _squares.Values) square.Dispose();
    }

    /// <summary>They in the order of a model's parameters.</summary>
    internal IReadOnlyList<Tensor> Of(DecoderBlueprint blueprint) => [.. blueprint.Parameters().Select(parameter => _squares[parameter.Name])];
}
