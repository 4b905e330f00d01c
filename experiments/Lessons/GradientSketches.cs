using System.Collections.Concurrent;
using Loci.Scoring;
using Loci.Torch;
using Loci.Torch.Tuning;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Loci.Experiments;

/// <summary>
/// Unit vectors whose inner products are about the cosines of texts' damped gradients: count sketches (Charikar, Chen and Farach-Colton 2002), in which each weight adds to one of the numbers with a sign of its own.
/// Safe to share between threads.
/// </summary>
internal sealed class GradientSketches(CausalLanguageModel model, Sensitivity sensitivity) : IDisposable
{
    private const int Width = 8192; // the error of a cosine is about 1 / √Width

    private readonly ThreadLocal<TextGradient> _gradients = new(() => new TextGradient(model, sensitivity), trackAllValues: true);
    private readonly ConcurrentDictionary<long, float[]> _chunks = new();
    private readonly int[] _places = Places(model.ParameterCount);

    /// <summary>The sketch of a chunk, made once.</summary>
    public float[] Of(long chunk, string text) => _chunks.GetOrAdd(chunk, _ => Of(TextScorer.WithPrefix(model, model.Tokenizer.Encode(text))));

    /// <summary>The sketch of tokens, the sum of their windows' where they are longer than the context.</summary>
    public float[] Of(int[] tokens)
    {
        var sketch = new float[Width];
        foreach (var window in RollingWindows.Cut(tokens.Length, model.ContextLength).Where(window => window.End - window.From >= 1 && window.From >= 1))
            Add(sketch, _gradients.Value!.Of(tokens[(window.From - 1)..window.End]));
        var length = TensorPrimitives.Norm(sketch.AsSpan());
        if (length > 0) TensorPrimitives.Divide(sketch, length, sketch);
        return sketch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gradient in _gradients.Values) gradient.Dispose();
        _gradients.Dispose();
    }

    private void Add(float[] sketch, float[] gradient)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            var place = _places[i];
            sketch[place >> 1] += (place & 1) == 0 ? gradient[i] : -gradient[i];
        }
    }

    /// <summary>Where each weight's number goes, doubled, and its sign in the last bit.</summary>
    private static int[] Places(long count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, (int)count).Select(_ => random.Next(2 * Width))];
    }
}
