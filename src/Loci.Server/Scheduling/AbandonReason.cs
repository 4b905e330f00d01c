namespace Loci.Server.Scheduling;

/// <summary>Why a run was given up.</summary>
internal enum AbandonReason
{
    /// <summary>Everyone who waited for it has gone.</summary>
    NobodyWaits,

    /// <summary>It took longer than it may.</summary>
    Deadline,

    /// <summary>The server ends.</summary>
    Shutdown,
}
