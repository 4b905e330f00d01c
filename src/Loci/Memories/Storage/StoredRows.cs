using System.Text.Json;
using Loci.Embedding;

namespace Loci.Memories.Storage;

/// <summary>Turns what a store's tables hold into chunks and documents, and names what is damaged instead of giving it out.</summary>
/// <param name="store">What messages call the memory.</param>
/// <param name="parts">The parts of its embedder.</param>
/// <param name="generation">The generation of its features.</param>
internal sealed class StoredRows(string store, IReadOnlyList<FeaturePart> parts, int generation)
{
    /// <summary>A chunk, once both checksums hold; its features are null where the store has none.</summary>
    public ChunkRow Chunk(
        long id, long document, long ordinal, byte[] text, long tokens, long checksum, byte[]? features, long featuresChecksum)
    {
        if (ordinal != (int)ordinal || tokens != (int)tokens || Checksum.OfChunk(document, (int)ordinal, (int)tokens, text) != checksum)
            throw Damaged("Chunk", id, "does not match its checksum");
        if (features is null)
            throw Damaged("Chunk", id, "lacks its features");
        if (Checksum.OfFeatures(id, generation, features) != featuresChecksum)
            throw Damaged("Chunk", id, "has features that do not match their checksum");
        var decoded = FeatureCodec.Decode(parts, features) ?? throw Damaged("Chunk", id, "has features that cannot be read");
        return new ChunkRow(id, document, (int)ordinal, text, (int)tokens, decoded, checksum ^ featuresChecksum);
    }

    /// <summary>A document, once its checksum holds.</summary>
    public StoredDocument Document(long id, string source, byte[] hash, string meta, long bytes, long added, long checksum)
    {
        if (hash.Length != 32 || Checksum.OfDocument(bytes, added, hash, source, meta) != checksum)
            throw Damaged("Document", id, "does not match its checksum");
        return new StoredDocument(id, source, JsonSerializer.Deserialize<Dictionary<string, string>>(meta) ?? [], bytes)
        {
            Added = DateTimeOffset.FromUnixTimeMilliseconds(added),
        };
    }

    /// <summary>Reads a row, taking a value of a kind that does not belong there for the damage it is.</summary>
    public T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidCastException or InvalidOperationException or OverflowException or JsonException)
        {
            throw new InvalidInputException($"The memory {store} is damaged: a row has a value of a kind that does not belong there. Restore the memory from a backup.", e);
        }
    }

    /// <summary>The error for something that is not there although it must be.</summary>
    public InvalidInputException Missing(string what, long id) => Damaged(what, id, "is missing although something refers to it");

    private InvalidInputException Damaged(string what, long id, string why) => new(FormattableString.Invariant(
        $"{what} {id} of the memory {store} is damaged: it {why}. Restore the memory from a backup, or forget the document and add it again."));
}
