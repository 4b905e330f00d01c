namespace Loci.Server.Scheduling;

/// <summary>A run was given up before it was done.</summary>
internal sealed class RunAbandonedException(AbandonReason reason) : OperationCanceledException($"The run was given up: {reason}.")
{
    /// <summary>Why.</summary>
    public AbandonReason Reason => reason;
}
