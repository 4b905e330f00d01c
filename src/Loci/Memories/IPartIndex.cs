using Loci.Embedding;

namespace Loci.Memories;

/// <summary>Searches one part of the representation of all chunks, exactly. Immutable and safe to share between threads.</summary>
internal interface IPartIndex
{
    /// <summary>Adds weight·cosine with every chunk to <paramref name="scores"/>, which has one entry per chunk.</summary>
    void Score(Features query, double weight, Span<double> scores);

    /// <summary>The vectors whose inner products are the part's cosines.</summary>
    CandidatePart Represent(FeaturePart part, IReadOnlyList<Features> rows, IReadOnlyList<Features> queries);

    /// <summary>Starts a larger index with this one as its beginning.</summary>
    IPartBuilder Extend();

    /// <summary>The index of all chunks but those in some rows, ascending, renumbered without gaps; what an index made of the others would be, to the bit.</summary>
    IPartIndex Without(IReadOnlyList<int> rows);

    /// <summary>Writes the index; the kind's own Load reads it.</summary>
    void Save(DerivedWriter writer);
}
