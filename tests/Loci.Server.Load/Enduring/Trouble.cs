namespace Loci.Server.Load.Enduring;

/// <summary>What goes wrong with a request, or does not.</summary>
internal enum Trouble
{
    /// <summary>Nothing: plain, or tuned by a chunk or two.</summary>
    None,

    /// <summary>Its client leaves after a step of learning, the first to the last in turn.</summary>
    LeavesAfterStep,

    /// <summary>Its client leaves at any moment.</summary>
    LeavesAnyTime,

    /// <summary>Its deadline passes.</summary>
    Deadline,

    /// <summary>Its learning rate is so high that numbers stop being finite.</summary>
    NotFinite,

    /// <summary>The worker throws while it works on it: it asks for a method that there is not.</summary>
    Throws,

    /// <summary>Its worker is killed.</summary>
    Killed,
}
