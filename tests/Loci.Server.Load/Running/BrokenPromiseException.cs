namespace Loci.Server.Load.Running;

/// <summary>The server did not do what it promises.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message)
{
    /// <summary>Holds a promise.</summary>
    public static void Unless(bool kept, string otherwise)
    {
        if (!kept) throw new BrokenPromiseException(otherwise);
    }
}
