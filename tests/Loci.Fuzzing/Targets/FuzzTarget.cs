using Loci.Fuzzing.Mutation;

namespace Loci.Fuzzing.Targets;

/// <summary>A kind of file and the code that reads it.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Seeds">Whole files to damage; the first of each name lies in the folder where another is damaged.</param>
/// <param name="Read">Reads the folder, and uses what was read as a caller would.</param>
internal sealed record FuzzTarget(string Kind, IReadOnlyList<SeedFile> Seeds, Action<string> Read)
{
    /// <summary>Managed bytes that reading may allocate: this many for each byte of the folder, and <see cref="Room"/> besides.</summary>
    public int Factor { get; init; } = 64;

    /// <summary>Managed bytes that reading may allocate whatever the size of the folder.</summary>
    public long Room { get; init; } = 16 << 20;

    /// <summary>How often the kind comes, compared with the others.</summary>
    public int Share { get; init; } = 1;
}
