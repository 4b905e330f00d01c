namespace Loci.Durability.Faults;

/// <summary>What happens at the n-th call that changes a file of the memory.</summary>
internal enum FaultMode
{
    /// <summary>Nothing; calls are counted.</summary>
    Count,

    /// <summary>It fails with EIO, once.</summary>
    Eio,

    /// <summary>The disk is full from then on: everything that needs room fails with ENOSPC.</summary>
    Enospc,

    /// <summary>Half of the bytes are written, then the process is killed.</summary>
    Torn,

    /// <summary>The process is killed before it.</summary>
    Before,

    /// <summary>The process is killed after it.</summary>
    After,

    /// <summary>Power is lost before it: every change is taken back that no fsync has made safe.</summary>
    Power,

    /// <summary>Power is lost before it, and of the writes that no fsync has made safe some have reached the disk, whatever their order.</summary>
    Reorder,

    /// <summary>Power is lost before it, on a disk that says that it has synced and has not: this must lose what was acknowledged, or the test of lost power is none.</summary>
    Lying,
}
