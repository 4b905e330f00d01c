using Loci.Embedding;

namespace Loci.Tests.Embedding;

/// <summary>A dense embedder small enough for tests: the L2-normalised counts of letters modulo d, some of them negative.</summary>
public sealed class LetterEmbedder(int dimensions = 8) : IEmbedder
{
    public string Identity => FormattableString.Invariant($"letters-{dimensions}/1");

    public IReadOnlyList<FeaturePart> Parts { get; } = [new("letters", FeatureKind.Dense, 1, dimensions)];

    public double Noise => 0.1;

    public bool IsDisposed { get; private set; }

    public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        [.. texts.Select(text => new Features([Vector(text)], [null]))];

    public void Dispose() => IsDisposed = true;

    private float[] Vector(string text)
    {
        var vector = new float[dimensions];
        foreach (var c in text)
            vector[c % dimensions] += c % 3 == 0 ? -1 : 1;
        var norm = Math.Sqrt(vector.Sum(v => (double)v * v));
        return norm == 0 ? vector : Array.ConvertAll(vector, v => (float)(v / norm));
    }
}
