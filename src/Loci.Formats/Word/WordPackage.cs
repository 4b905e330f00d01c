using System.IO.Compression;

namespace Loci.Formats.Word;

/// <summary>Holds the archive that a Word document is to limits, by its directory alone. What an entry is said to unpack to, it cannot exceed: reading ends there.</summary>
internal static class WordPackage
{
    private const long LargestPart = 256L << 20; // bytes of one XML part, unpacked
    private const long SmallestSuspect = 1 << 20;
    private const int LargestRatio = 200; // XML of tables packs 30 to 1, a run of one byte up to 1,032 to 1
    private const int MostEntries = 65_536;

    /// <summary>Whether content begins as an archive does.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> head) => head is [(byte)'P', (byte)'K', 3, 4, ..];

    /// <summary>Refuses what no honest document is.</summary>
    /// <exception cref="InvalidInputException">It is no archive, encrypted, or would unpack to more than is sensible.</exception>
    public static void Require(ReadOnlyMemory<byte> bytes, string name)
    {
        if (bytes.Span is [0xD0, 0xCF, 0x11, 0xE0, ..])
            throw new InvalidInputException($"{name}: expected a Word document that can be read, found one that is encrypted or in the format before Word 2007. Save it without a password as .docx.");
        if (!IsArchive(bytes.Span)) throw new InvalidInputException($"{name}: expected a Word document, found something that is no archive. It may be damaged or named wrongly.");
        foreach (var (entry, length, packed) in DamagedContent.Guard(name, "a Word document", () => Entries(bytes)))
        {
            if (!entry.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && !entry.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)) continue; // others are not unpacked
            if (length > LargestPart || length > SmallestSuspect && length / LargestRatio > packed)
                throw new InvalidInputException($"{name}: expected parts of at most {LargestPart >> 20} MiB that are packed at most {LargestRatio} to 1, found that {entry} unpacks from {packed} bytes to {length}. This is no document that Word has written.");
        }
    }

    private static List<(string Name, long Length, long Packed)> Entries(ReadOnlyMemory<byte> bytes)
    {
        using var archive = new ZipArchive(ContentStream.Over(bytes), ZipArchiveMode.Read);
        if (archive.Entries.Count > MostEntries) throw new InvalidDataException($"its archive has {archive.Entries.Count} entries");
        return [.. archive.Entries.Select(entry => (entry.FullName, entry.Length, entry.CompressedLength))];
    }
}
