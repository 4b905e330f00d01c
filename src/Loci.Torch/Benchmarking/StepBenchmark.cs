using System.Diagnostics;
using Loci.Torch.Decoding;
using Loci.Torch.Training;
using Loci.Torch.Tuning;
using static TorchSharp.torch;

namespace Loci.Torch.Benchmarking;

/// <summary>Measures the gradient step of the tuners on a model of random weights.</summary>
public static class StepBenchmark
{
    private const int Steps = 7;

    /// <summary>Takes eight steps on one window and measures all but the first.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="tokens">Tokens of the window, at most the shape's context.</param>
    /// <param name="full">All weights, or adapters of rank 16 on every linear map of the blocks.</param>
    /// <param name="precision">Type of the matrix products.</param>
    /// <param name="device">Where.</param>
    /// <param name="peak">The best matrix product in that type, 10⁹ operations a second.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <exception cref="InvalidInputException">The window does not fit the shape.</exception>
    public static StepSpeed Measure(ModelShape shape, int tokens, bool full, Precision precision, ModelDevice device, double peak, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (tokens < 2 || tokens > shape.ContextLength)
            throw new InvalidInputException($"expected between 2 and {shape.ContextLength} tokens, the context of {shape.Name}, found {tokens}.");
        var where = device.Resolve();
        using var store = FreshWeights.Create(shape.Blueprint, ComputeType.Of(precision), seed: 1, where);
        using var decoder = new Decoder(shape.Blueprint, store.Compute, where);
        using var adapter = full ? null : new LoraAdapter(LoraAdapter.Select(shape.Blueprint, LoraTargets.All), rank: 16, alpha: 16, seed: 1, where);
        IWeights weights = adapter is null ? new TrainableWeights(store) : new AdaptedWeights(new FrozenWeights(store), adapter);
        using var steps = new GradientSteps(decoder, weights, adapter?.Parameters ?? store.Masters.Values, new StepOptions(), learningRate: 1e-5, planned: Steps + 1);
        var seconds = Enumerable.Range(0, Steps + 1).Select(_ => Step(steps, shape, tokens, where, cancellationToken)).Skip(1).Order().ElementAt(Steps / 2);
        var operations = Operations(shape, tokens, full);
        return new StepSpeed(seconds, tokens / seconds, operations / seconds / 1e9, operations / seconds / 1e9 / peak);
    }

    /// <summary>
    /// Operations of one step: 2 per matrix element and token in the forward pass, as many for the gradient of what came in, and for full tuning as many again for that of
    /// the weights; attention takes 2·T·(T + 1)·width per layer forward, for a query sees what came before it, and twice that backward, whatever is tuned. Norms, activations and the optimiser are left out.
    /// </summary>
    internal static double Operations(ModelShape shape, int tokens, bool full)
    {
        var c = shape.Blueprint.Configuration;
        double products = 2.0 * shape.MatrixElements * tokens * (full ? 3 : 2);
        double attention = 3 * 2.0 * tokens * (tokens + 1) * c.Heads * c.HeadSize * c.Layers;
        return products + attention;
    }

    private static double Step(GradientSteps steps, ModelShape shape, int tokens, Device device, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var random = new Random(steps.Taken);
        int[] window = [.. Enumerable.Range(0, tokens + 1).Select(_ => random.Next(shape.Blueprint.Configuration.VocabularySize))];
        var started = Stopwatch.GetTimestamp();
        steps.Take([window], cancellationToken);
        DeviceQueue.Finish(device);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
