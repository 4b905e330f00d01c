using Loci.Learning;
using Loci.Torch.Tuning;

namespace Loci.Server.Load.Poisoning;

/// <summary>What keeps hostile text from doing harm; each can be left off.</summary>
/// <param name="Name">For people.</param>
/// <param name="Share">The largest share of the picks from one source; null for no bound.</param>
/// <param name="Clips">Whether gradients are clipped to a norm of 1, so that no step moves the weights by more than the rate.</param>
/// <param name="Guards">Whether what predicts the prompt worse is refused.</param>
internal sealed record Bounds(string Name, double? Share, bool Clips, bool Guards)
{
    private const double StandardShare = 0.2;

    /// <summary>None, each alone, and all.</summary>
    public static IReadOnlyList<Bounds> All { get; } =
    [
        new("none", null, Clips: false, Guards: false), new("share of 0.2", StandardShare, Clips: false, Guards: false), new("clipped steps", null, Clips: true, Guards: false),
        new("guard", null, Clips: false, Guards: true), new("clipped steps, guard (default)", null, Clips: true, Guards: true), new("all three", StandardShare, Clips: true, Guards: true),
    ];

    /// <summary>How a learner is told.</summary>
    public LearnerOptions Learner => new() { Guard = Guards, Retrieval = new RetrievalOptions { LargestShare = Share } };

    /// <summary>A tuner that heeds them.</summary>
    public DampedTuner Tuner() => new(Clips ? new DampedOptions() : new DampedOptions { ClipNorm = double.PositiveInfinity });
}
