using System.Security.Cryptography;
using Loci.Embedding;
using static TorchSharp.torch;

namespace Loci.Torch;

/// <summary>
/// Texts by a language model's own eyes: the mean of its last hidden states, centred, without the leading principal components that
/// all texts share (Mu and Viswanath, arXiv 1702.01417), L2-normalised. Safe to share between threads; the model stays its owner's.
/// </summary>
public sealed class HiddenStateEmbedder : DenseEmbedder
{
    private readonly CausalLanguageModel _model;
    private readonly float[] _mean;          // (width)
    private readonly float[][] _components;  // (removed, width), orthonormal

    private HiddenStateEmbedder(CausalLanguageModel model, float[] mean, float[][] components)
        : base("hidden", mean.Length)
    {
        _model = model;
        _mean = mean;
        _components = components;
        var sample = string.Join(',', mean.Concat(components.SelectMany(component => component)).Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        Identity = $"hidden-mean/1:{Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(model.WeightsHash() + sample)))[..16]}";
    }

    /// <inheritdoc/>
    public override string Identity { get; }

    /// <inheritdoc/>
    public override double Noise => 0.1;

    /// <summary>Makes an embedder whose mean and leading components are those of <paramref name="sample"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sample">Texts of the kind to be embedded; some hundreds.</param>
    /// <param name="removed">Leading components to remove.</param>
    public static HiddenStateEmbedder Fit(CausalLanguageModel model, IReadOnlyList<string> sample, int removed = 3)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sample);
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var states = sample.Select(text => State(model, text)).OfType<float[]>().ToArray();
        if (states.Length <= removed) throw new InvalidInputException($"expected more than {removed} texts to fit an embedder on, found {states.Length}.");
        var rows = tensor(states.SelectMany(state => state).ToArray(), [states.Length, states[0].Length]);
        var mean = rows.mean([0]);
        var (_, _, directions) = linalg.svd(rows - mean, fullMatrices: false);
        return new HiddenStateEmbedder(
            model, mean.data<float>().ToArray(), [.. Enumerable.Range(0, removed).Select(i => directions[i].contiguous().data<float>().ToArray())]);
    }

    /// <inheritdoc/>
    protected override float[] Vector(string text)
    {
        if (State(_model, text) is not { } vector) return new float[_mean.Length];
        for (var i = 0; i < vector.Length; i++) vector[i] -= _mean[i];
        foreach (var component in _components)
        {
            var share = Dot(vector, component);
            for (var i = 0; i < vector.Length; i++) vector[i] -= (float)(share * component[i]);
        }
        var norm = Math.Sqrt(Dot(vector, vector));
        for (var i = 0; i < vector.Length; i++) vector[i] = norm == 0 ? 0 : (float)(vector[i] / norm);
        return vector;
    }

    private static float[]? State(CausalLanguageModel model, string text) =>
        model.Tokenizer.Encode(text) is { Length: > 0 } tokens ? model.MeanHiddenState(tokens) : null;

    private static double Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++) sum += (double)a[i] * b[i];
        return sum;
    }
}
