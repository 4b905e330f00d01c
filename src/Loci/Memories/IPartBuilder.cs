using Loci.Embedding;

namespace Loci.Memories;

/// <summary>Grows an index block by block. One thread.</summary>
internal interface IPartBuilder
{
    /// <summary>Appends chunks.</summary>
    void Add(IReadOnlyList<Features> block);

    /// <summary>The index over all chunks so far.</summary>
    IPartIndex Finish();
}
