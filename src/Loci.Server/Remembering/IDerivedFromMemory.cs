namespace Loci.Server.Remembering;

/// <summary>Something the server keeps that was made from a memory, and must not outlive what it was made from.</summary>
internal interface IDerivedFromMemory
{
    /// <summary>Lets go of everything of a tenant: it has had documents forgotten.</summary>
    void Forget(string tenant);
}
