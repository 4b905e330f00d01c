namespace Loci.Durability.Commands;

/// <summary>The folder of a run: one the user named, or a temporary one that is deleted unless something is wrong.</summary>
internal sealed class WorkFolder(string? named) : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = named is null ? Directory.CreateTempSubdirectory("loci-durability-").FullName : Directory.CreateDirectory(named).FullName;

    /// <summary>Whether it stays.</summary>
    public bool Keep { get; set; }

    /// <summary>Prints what is wrong, and where it can be looked at; gives the exit code.</summary>
    public int Conclude(IReadOnlyCollection<string> faults)
    {
        foreach (var fault in faults)
            Console.Error.WriteLine(fault);
        if (faults.Count == 0)
            return 0;
        Keep = true;
        Console.Error.WriteLine($"{faults.Count} faults; everything is kept in {Path}.");
        return 1;
    }

    /// <summary>Deletes it unless it is to be kept.</summary>
    public void Dispose()
    {
        if (!Keep && named is null)
            Directory.Delete(Path, recursive: true);
    }
}
