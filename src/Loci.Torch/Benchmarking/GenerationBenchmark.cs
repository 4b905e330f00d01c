using System.Diagnostics;
using Loci.Models;
using Loci.Torch.Decoding;
using Loci.Torch.Generation;
using Loci.Torch.Training;

namespace Loci.Torch.Benchmarking;

/// <summary>Measures generation on a model of random weights.</summary>
public static class GenerationBenchmark
{
    private const int Prompt = 32, Generated = 64;

    /// <summary>Tokens a second while 64 tokens follow a prompt of 32, the prompt's own reading left out.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="precision">Type of the matrix products.</param>
    /// <param name="device">Where.</param>
    /// <param name="cancellationToken">Checked after each token.</param>
    public static double TokensPerSecond(ModelShape shape, Precision precision, ModelDevice device, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(device);
        var where = device.Resolve();
        using var store = FreshWeights.Create(shape.Blueprint, ComputeType.Of(precision), seed: 1, where);
        using var decoder = new Decoder(shape.Blueprint, store.Compute, where);
        var generator = new TextGenerator(decoder, shape.Blueprint.Configuration, new FrozenWeights(store), where);
        var random = new Random(1);
        int[] prompt = [.. Enumerable.Range(0, Prompt).Select(_ => random.Next(shape.Blueprint.Configuration.VocabularySize))];
        long started = 0;
        var tokens = 0;
        foreach (var _ in generator.Generate(prompt, new GenerationOptions { MaxTokens = Generated + 1, Temperature = 1, Seed = 1, IgnoreEndOfText = true }, cancellationToken))
        {
            if (tokens++ == 0) started = Stopwatch.GetTimestamp();
        }
        return (tokens - 1) / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
