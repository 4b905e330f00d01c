using System.Text;
using System.Text.Json;
using Loci.Embedding;
using Microsoft.Data.Sqlite;

namespace Loci.Memories;

/// <summary>Reads chunks and documents on one connection, and names what is damaged instead of giving it out.</summary>
internal sealed class MemoryReader(MemoryFolder folder, SqliteConnection connection, IReadOnlyList<FeaturePart> parts)
{
    private const string ChunkColumns = "SELECT id, document, ordinal, text, tokens, features, checksum FROM chunks ";
    private const string DocumentColumns = "SELECT id, source, hash, meta, bytes, checksum FROM documents ";

    /// <summary>Reads the chunks after one, ascending.</summary>
    public IEnumerable<ChunkRow> ChunksAfter(long id)
    {
        using var command = connection.Command(ChunkColumns + "WHERE id > $id ORDER BY id", ("$id", id));
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return ToChunk(reader);
    }

    /// <summary>Reads the chunks with these numbers, in the order given.</summary>
    public IReadOnlyList<ChunkRow> Chunks(IReadOnlyList<long> ids) => Each(ChunkColumns, ids, "Chunk", ToChunk);

    /// <summary>Reads the documents with these numbers, in the order given.</summary>
    public IReadOnlyList<StoredDocument> Documents(IReadOnlyList<long> ids) => Each(DocumentColumns, ids, "Document", ToDocument);

    /// <summary>Reads all documents, ascending.</summary>
    public IEnumerable<StoredDocument> Documents()
    {
        using var command = connection.Command(DocumentColumns + "ORDER BY id");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return ToDocument(reader);
    }

    private T[] Each<T>(string columns, IReadOnlyList<long> ids, string what, Func<SqliteDataReader, T> read)
    {
        using var command = connection.Command(columns + "WHERE id = $id");
        var id = command.Parameters.Add("$id", SqliteType.Integer);
        var rows = new T[ids.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            id.Value = ids[i];
            using var reader = command.ExecuteReader();
            rows[i] = reader.Read() ? read(reader) : throw Damaged(what, ids[i], "is missing although something refers to it");
        }
        return rows;
    }

    private ChunkRow ToChunk(SqliteDataReader reader)
    {
        var id = reader.GetInt64(0);
        var (document, ordinal, tokens) = (reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(4));
        var (text, bytes) = (reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(5));
        var checksum = reader.GetInt64(6);
        if (ordinal != (int)ordinal || tokens != (int)tokens || Checksum.OfChunk(document, (int)ordinal, (int)tokens, text, bytes) != checksum)
            throw Damaged("Chunk", id, "does not match its checksum");
        var features = FeatureCodec.Decode(parts, bytes) ?? throw Damaged("Chunk", id, "has features that cannot be read");
        return new ChunkRow(id, document, (int)ordinal, text, (int)tokens, features, checksum);
    }

    private StoredDocument ToDocument(SqliteDataReader reader)
    {
        var (id, source, meta, bytes) = (reader.GetInt64(0), reader.GetString(1), reader.GetString(3), reader.GetInt64(4));
        var hash = reader.GetFieldValue<byte[]>(2);
        if (hash.Length != 32 || Checksum.OfDocument(bytes, hash, Encoding.UTF8.GetBytes(source), Encoding.UTF8.GetBytes(meta)) != reader.GetInt64(5))
            throw Damaged("Document", id, "does not match its checksum");
        return new StoredDocument(id, source, JsonSerializer.Deserialize<Dictionary<string, string>>(meta) ?? [], bytes);
    }

    private InvalidInputException Damaged(string what, long id, string why) => new(FormattableString.Invariant(
        $"{what} {id} of the memory {folder.Path} is damaged: it {why}. Restore the memory from a backup, or forget the document and add it again."));
}
