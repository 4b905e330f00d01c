using System.Security.Cryptography;
using Loci.Server.Load.Running;

namespace Loci.Server.Load.Naming;

/// <summary>The files around a server, which no name may reach.</summary>
/// <param name="Files">Every file outside of the memory by its name, with a hash of what is in it.</param>
/// <param name="InMemory">The names in the memory's folder.</param>
internal sealed record FolderState(IReadOnlyList<string> Files, IReadOnlyList<string> InMemory)
{
    /// <summary>As it is now.</summary>
    public static FolderState Of(LociFolder folder, string memory)
    {
        string[] all = [.. Directory.EnumerateFileSystemEntries(folder.At(), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return new FolderState(
            [.. all.Where(path => !path.StartsWith(memory, StringComparison.Ordinal)).Select(path => File.Exists(path) ? $"{path} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}" : path)],
            [.. all.Where(path => path.StartsWith(memory, StringComparison.Ordinal)).Select(path => path[memory.Length..])]);
    }

    /// <summary>Whether nothing outside of the memory has changed, and nothing in it has a name of a stranger's.</summary>
    public bool Allows(FolderState later, IReadOnlyList<string> names) =>
        Files.SequenceEqual(later.Files, StringComparer.Ordinal) && !later.InMemory.Except(InMemory, StringComparer.Ordinal).Any(file => names.Any(name => name.Length > 2 && file.Contains(name, StringComparison.Ordinal)));
}
