using Loci.Embedding;

namespace Loci.Experiments;

/// <summary>An embedder whose texts come with their vectors.</summary>
internal sealed class GivenFeatures(int dimensions) : IEmbedder
{
    public string Identity => FormattableString.Invariant($"given-{dimensions}/1");

    public IReadOnlyList<FeaturePart> Parts { get; } = [new("given", FeatureKind.Dense, 1, dimensions)];

    public double Noise => 1;

    public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        texts.Count == 0 ? [] : throw new NotSupportedException("Every text comes with its vector.");

    public void Dispose()
    {
        // There is nothing to free.
    }
}
