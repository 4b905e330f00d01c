namespace Loci.Evaluation;

/// <summary>Where an evaluation stands.</summary>
/// <param name="Done">Documents done, those of an earlier run among them.</param>
/// <param name="Documents">Documents in all.</param>
/// <param name="Elapsed">Time since the start.</param>
/// <param name="Known">Documents that an earlier run had done.</param>
public sealed record EvaluationProgress(int Done, int Documents, TimeSpan Elapsed, int Known = 0)
{
    /// <summary>Time left at the speed so far.</summary>
    public TimeSpan Remaining => Done == Known ? TimeSpan.Zero : Elapsed / (Done - Known) * (Documents - Done);
}
