namespace Loci.Learning;

/// <summary>What becomes of a chunk that is longer than the model's context.</summary>
public enum LongChunks
{
    /// <summary>Only its start is learnt: one step for each chunk.</summary>
    Cut,

    /// <summary>Each part of it that fills the context is a step of its own, as in TTT-NN (arXiv 2305.18466).</summary>
    Windows,
}
