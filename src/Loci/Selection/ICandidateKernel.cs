namespace Loci.Selection;

/// <summary>
/// A symmetric positive kernel k over K candidates x and m targets t: all that a selection rule may know of them.
/// Implementations are immutable and safe to share between threads; all values are float64.
/// </summary>
public interface ICandidateKernel
{
    /// <summary>K, the number of candidates.</summary>
    int Candidates { get; }

    /// <summary>m, the number of targets.</summary>
    int Targets { get; }

    /// <summary>Writes k(t, t) of every target; <paramref name="variances"/> has length m.</summary>
    void TargetVariances(Span<double> variances);

    /// <summary>
    /// Writes k(t′, t) of every target t′ with target t = <paramref name="target"/>; <paramref name="covariances"/> has length m.
    /// Only rules that weigh targets against each other ask for it.
    /// </summary>
    void TargetCovariances(int target, Span<double> covariances);

    /// <summary>Writes k(x, x) of every candidate; <paramref name="variances"/> has length K.</summary>
    void CandidateVariances(Span<double> variances);

    /// <summary>Writes k(x, t) of every candidate with target <paramref name="target"/>; <paramref name="covariances"/> has length K.</summary>
    void TargetColumn(int target, Span<double> covariances);

    /// <summary>Writes k(x, x′) of every candidate x with candidate x′ = <paramref name="candidate"/>; <paramref name="covariances"/> has length K.</summary>
    void CandidateColumn(int candidate, Span<double> covariances);
}
