namespace Loci.Evaluation;

/// <summary>Where an evaluation stands.</summary>
/// <param name="Done">Documents done.</param>
/// <param name="Documents">Documents in all.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record EvaluationProgress(int Done, int Documents, TimeSpan Elapsed)
{
    /// <summary>Time left at the speed so far.</summary>
    public TimeSpan Remaining => Done == 0 ? TimeSpan.Zero : Elapsed / Done * (Documents - Done);
}
