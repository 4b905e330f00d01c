using Loci.Embedding;

namespace Loci.Memories;

/// <summary>
/// Keeps the index in a file, stamped with the memory's id and revision and closed by a checksum. A file that is missing, torn, foreign or from another
/// version is simply not there; one that cannot be written is done without, since everything in it can be worked out again.
/// </summary>
internal static class DerivedIndex
{
    private const long Magic = 0x3130_7864_6963_6F4C; // "Locidx01" on a little-endian machine; other byte orders see another number

    /// <summary>Reads the index; null if there is none to be trusted.</summary>
    public static MemoryIndex? Load(string folder, Guid memory, IReadOnlyList<FeaturePart> parts)
    {
        try
        {
            using var file = new FileStream(File(folder), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
            using var reader = new DerivedReader(file);
            if (reader.Number() != Magic || Stamp(memory) != (reader.Number(), reader.Number()))
                return null;
            var (revision, last) = (reader.Number(), reader.Number());
            var (chunks, documents) = (reader.Array<long>(), reader.Array<long>());
            var makers = new Func<IPartIndex>[parts.Count];
            for (var p = 0; p < makers.Length; p++)
                makers[p] = parts[p].Kind == FeatureKind.Dense
                    ? DenseIndex.Load(p, parts[p].Dimensions, reader)
                    : LexicalIndex.Load(p, chunks.Length, reader);
            reader.Finish();
            return new MemoryIndex(revision, last, chunks, documents, [.. makers.Select(make => make())]);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the index beside the old one and puts it in its place.</summary>
    public static void Save(string folder, Guid memory, MemoryIndex index)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var temporary = File(folder) + ".tmp";
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            using (var writer = new DerivedWriter(file))
            {
                Write(writer, memory, index);
                writer.Finish();
            }
            System.IO.File.Move(temporary, File(folder), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next opening builds the index again.
        }
    }

    private static string File(string folder) => Path.Combine(folder, "index.bin");

    private static void Write(DerivedWriter writer, Guid memory, MemoryIndex index)
    {
        writer.Number(Magic);
        var (high, low) = Stamp(memory);
        writer.Number(high);
        writer.Number(low);
        writer.Number(index.Revision);
        writer.Number(index.LastChecksum);
        writer.Array<long>(index.Chunks);
        writer.Array<long>(index.Documents);
        foreach (var part in index.Parts)
            part.Save(writer);
    }

    private static (long High, long Low) Stamp(Guid memory)
    {
        var bytes = memory.ToByteArray();
        return (BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, 8));
    }
}
