using Loci.Selection;
using Loci.Selection.Rules;

namespace Loci.Reranking;

/// <summary>How hits are re-ranked. Symbols are those of the SIFT paper (arXiv 2410.08020); see docs/glossary.md. Immutable, safe to share.</summary>
public sealed record RerankOptions
{
    /// <summary>
    /// λ: variance (not standard deviation) of the observation noise, in units of the kernel, which is the cosine while <see cref="Normalize"/> is on;
    /// default 0.01: small, so that a copy of an earlier pick tells almost nothing. A large λ comes close to the order of relevance alone. Must be
    /// positive. Without <see cref="Normalize"/> it has to be scaled like the squared length of the vectors.
    /// </summary>
    public double Noise { get; init; } = 0.01;

    /// <summary>
    /// α: pick n is kept only while σₙ ≤ 1/(α·n), see <see cref="SelectionOptions.Stopping"/>; fewer picks then, down to none. Null, the default,
    /// never stops early.
    /// </summary>
    public double? Stopping { get; init; }

    /// <summary>Whether each hit comes once at most: on by default, unlike in <see cref="SelectionOptions"/>, since a list that is read has no use for repeats.</summary>
    public bool Distinct { get; init; } = true;

    /// <summary>
    /// Whether vectors are compared by their cosine, as if L2-normalised: on by default, since λ is in units of the kernel and most embeddings mean a
    /// direction. Off, they are compared by their inner product as it is. A vector of zeros has no direction and is like nothing, not even like itself.
    /// </summary>
    public bool Normalize { get; init; } = true;

    /// <summary>The rule that picks; default <see cref="Sift"/>.</summary>
    public ISelector Selector { get; init; } = new Sift();
}
