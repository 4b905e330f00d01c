namespace Loci.Embedding;

/// <summary>An embedder with one dense part: a subclass says how one text becomes a vector. Subclasses are immutable and safe to share between threads.</summary>
public abstract class DenseEmbedder : IEmbedder
{
    /// <summary>Creates the embedder.</summary>
    /// <param name="name">Name of the part.</param>
    /// <param name="dimensions">Length of the vectors.</param>
    protected DenseEmbedder(string name, int dimensions) => Parts = [new FeaturePart(name, FeatureKind.Dense, 1, dimensions)];

    /// <inheritdoc/>
    public abstract string Identity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FeaturePart> Parts { get; }

    /// <inheritdoc/>
    public abstract double Noise { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return [.. texts.Select(text =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new Features([Vector(text)], [null]);
        })];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The L2-normalised vector of a text, or zeros where it says nothing.</summary>
    protected abstract float[] Vector(string text);

    /// <summary>Frees what a subclass owns; nothing by default.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
