namespace Loci.Embedding;

/// <summary>
/// Stands for vectors that come ready-made: a memory of them is filled and searched with vectors, since nothing here can make one of a text.
/// Immutable and safe to share between threads.
/// </summary>
public sealed class GivenVectors : IEmbedder
{
    private const string Prefix = "vectors/1:";

    /// <summary>Creates the embedder.</summary>
    /// <param name="dimensions">d, the length of the vectors; at least 1.</param>
    public GivenVectors(int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        Parts = [new FeaturePart("vectors", FeatureKind.Dense, 1, dimensions)];
        Identity = FormattableString.Invariant($"{Prefix}{dimensions}");
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <inheritdoc/>
    public IReadOnlyList<FeaturePart> Parts { get; }

    /// <summary>1, a middle value: the best one belongs to the vectors and has to be found on data.</summary>
    public double Noise => 1;

    /// <summary>The embedder that an identity names; null where it names none of this kind.</summary>
    public static GivenVectors? Find(string identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(identity.AsSpan(Prefix.Length), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var dimensions) && dimensions > 0
            ? new GivenVectors(dimensions)
            : null;
    }

    /// <summary>Refuses: there is no way from a text to such a vector.</summary>
    /// <exception cref="InvalidInputException">Always, unless there is no text.</exception>
    public IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts.Count == 0 ? [] : throw new InvalidInputException(
            "This memory holds ready-made vectors, so a text cannot be compared with it. Search with vectors of the same kind, or turn it over to an embedder of text ('loci memory re-embed').");
    }

    /// <summary>Does nothing: there is nothing to free.</summary>
    public void Dispose()
    {
    }
}
