namespace Loci.Durability.Tests;

/// <summary>A folder of its own for one test, deleted with everything in it.</summary>
public sealed class WorkingFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("loci-durability-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
