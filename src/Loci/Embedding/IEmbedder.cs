namespace Loci.Embedding;

/// <summary>
/// Turns text into features: what a memory stores of each chunk and what the kernel is computed from.
/// Immutable and safe to share between threads.
/// </summary>
public interface IEmbedder : IDisposable
{
    /// <summary>Names the embedder and everything that decides its values; two embedders with one identity give equal features.</summary>
    string Identity { get; }

    /// <summary>The parts every feature set of this embedder has, in order, with their weights in the summed kernel.</summary>
    IReadOnlyList<FeaturePart> Parts { get; }

    /// <summary>λ that suits this representation's kernel, found on validation data (docs/experiments.md).</summary>
    double Noise { get; }

    /// <summary>Embeds each text; the answer has one entry per text, in order.</summary>
    IReadOnlyList<Features> Embed(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);
}
